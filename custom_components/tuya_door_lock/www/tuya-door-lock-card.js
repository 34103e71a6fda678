var e=Object.defineProperty,t=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},n=(t,n)=>{let r={};for(var i in t)e(r,i,{get:t[i],enumerable:!0});return n||e(r,Symbol.toStringTag,{value:`Module`}),r},r=`https://github.com/tuya-door-lock/home-assistant-tuya-door-lock`,i=globalThis,a=i.ShadowRoot&&(i.ShadyCSS===void 0||i.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,o=Symbol(),s=new WeakMap,c=class{constructor(e,t,n){
/**
* @license
* Copyright 2019 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
if(this._$cssResult$=!0,n!==o)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(a&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=s.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&s.set(t,e))}return e}toString(){return this.cssText}},l=e=>new c(typeof e==`string`?e:e+``,void 0,o),u=(e,...t)=>new c(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,o),d=(e,t)=>{if(a)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=i.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},f=a?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return l(t)})(e):e,{is:p,defineProperty:m,getOwnPropertyDescriptor:ee,getOwnPropertyNames:te,getOwnPropertySymbols:ne,getPrototypeOf:re}=Object,ie=globalThis,ae=ie.trustedTypes,oe=ae?ae.emptyScript:``,se=ie.reactiveElementPolyfillSupport,h=(e,t)=>e,ce={toAttribute(e,t){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
switch(t){case Boolean:e=e?oe:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},le=(e,t)=>!p(e,t),ue={attribute:!0,type:String,converter:ce,reflect:!1,useDefault:!1,hasChanged:le};Symbol.metadata??=Symbol(`metadata`),ie.litPropertyMetadata??=new WeakMap;var g=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ue){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&m(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=ee(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ue}static _$Ei(){if(this.hasOwnProperty(h(`elementProperties`)))return;let e=re(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(h(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(h(`properties`))){let e=this.properties,t=[...te(e),...ne(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(f(e))}else e!==void 0&&t.push(f(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return d(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?ce:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?ce:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??le)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};g.elementStyles=[],g.shadowRootOptions={mode:`open`},g[h(`elementProperties`)]=new Map,g[h(`finalized`)]=new Map,se?.({ReactiveElement:g}),(ie.reactiveElementVersions??=[]).push(`2.1.2`);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var de=globalThis,fe=e=>e,pe=de.trustedTypes,me=pe?pe.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,he=`$lit$`,_=`lit$${Math.random().toFixed(9).slice(2)}$`,ge=`?`+_,_e=`<${ge}>`,v=document,y=()=>v.createComment(``),ve=e=>e===null||typeof e!=`object`&&typeof e!=`function`,ye=Array.isArray,be=e=>ye(e)||typeof e?.[Symbol.iterator]==`function`,xe=`[ 	
\f\r]`,Se=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ce=/-->/g,we=/>/g,b=RegExp(`>|${xe}(?:([^\\s"'>=/]+)(${xe}*=${xe}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Te=/'/g,Ee=/"/g,De=/^(?:script|style|textarea|title)$/i,Oe=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),x=Oe(1),S=Oe(2),C=Symbol.for(`lit-noChange`),w=Symbol.for(`lit-nothing`),ke=new WeakMap,T=v.createTreeWalker(v,129);function Ae(e,t){if(!ye(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return me===void 0?t:me.createHTML(t)}var je=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=Se;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===Se?c[1]===`!--`?o=Ce:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=b):(De.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=b):o=we:o===b?c[0]===`>`?(o=i??Se,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?b:c[3]===`"`?Ee:Te):o===Ee||o===Te?o=b:o===Ce||o===we?o=Se:(o=b,i=void 0);let d=o===b&&e[t+1].startsWith(`/>`)?` `:``;a+=o===Se?n+_e:l>=0?(r.push(s),n.slice(0,l)+he+n.slice(l)+_+d):n+_+(l===-2?t:d)}return[Ae(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Me=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=je(t,n);if(this.el=e.createElement(l,r),T.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=T.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(he)){let t=u[o++],n=i.getAttribute(e).split(_),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Fe:r[1]===`?`?Ie:r[1]===`@`?Le:D}),i.removeAttribute(e)}else e.startsWith(_)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(De.test(i.tagName)){let e=i.textContent.split(_),t=e.length-1;if(t>0){i.textContent=pe?pe.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],y()),T.nextNode(),c.push({type:2,index:++a});i.append(e[t],y())}}}else if(i.nodeType===8){if(i.data===ge)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(_,e+1))!==-1;)c.push({type:7,index:a}),e+=_.length-1}}a++}}static createElement(e,t){let n=v.createElement(`template`);return n.innerHTML=e,n}};function E(e,t,n=e,r){if(t===C)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=ve(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=E(e,i._$AS(e,t.values),i,r)),t}var Ne=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??v).importNode(t,!0);T.currentNode=r;let i=T.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new Pe(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Re(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=T.nextNode(),a++)}return T.currentNode=v,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Pe=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=w,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=E(this,e,t),ve(e)?e===w||e==null||e===``?(this._$AH!==w&&this._$AR(),this._$AH=w):e!==this._$AH&&e!==C&&this._(e):e._$litType$===void 0?e.nodeType===void 0?be(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==w&&ve(this._$AH)?this._$AA.nextSibling.data=e:this.T(v.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Me.createElement(Ae(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Ne(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=ke.get(e.strings);return t===void 0&&ke.set(e.strings,t=new Me(e)),t}k(t){ye(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(y()),this.O(y()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=fe(e).nextSibling;fe(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},D=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=w,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=w}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=E(this,e,t,0),a=!ve(e)||e!==this._$AH&&e!==C,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=E(this,r[n+o],t,o),s===C&&(s=this._$AH[o]),a||=!ve(s)||s!==this._$AH[o],s===w?e=w:e!==w&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===w?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Fe=class extends D{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===w?void 0:e}},Ie=class extends D{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==w)}},Le=class extends D{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=E(this,e,t,0)??w)===C)return;let n=this._$AH,r=e===w&&n!==w||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==w&&(n===w||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Re=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){E(this,e)}},ze={M:he,P:_,A:ge,C:1,L:je,R:Ne,D:be,V:E,I:Pe,H:D,N:Ie,U:Le,B:Fe,F:Re},Be=de.litHtmlPolyfillSupport;Be?.(Me,Pe),(de.litHtmlVersions??=[]).push(`3.3.3`);var Ve=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new Pe(t.insertBefore(y(),e),e,void 0,n??{})}return i._$AI(e),i},He=globalThis,O=class extends g{constructor(){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ve(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return C}};O._$litElement$=!0,O.finalized=!0,He.litElementHydrateSupport?.({LitElement:O});var Ue=He.litElementPolyfillSupport;Ue?.({LitElement:O}),(He.litElementVersions??=[]).push(`4.2.2`);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/var We={attribute:!0,type:String,converter:ce,reflect:!1,hasChanged:le},Ge=(e=We,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function k(e){return(t,n)=>typeof n==`object`?Ge(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function A(e){return k({...e,state:!0,attribute:!1})}
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var Ke=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function j(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return Ke(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Ke(n,r,{get(){return a(this)}})}}var qe=u`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
  }
  /* Where the height is given and does not do, all of it can be scrolled to. */
  :host([layout="grid"]) ha-card {
    overflow-y: auto;
  }
  /* How old all this is must not be scrolled to. */
  tuya-door-lock-foot {
    position: sticky;
    z-index: 1;
    bottom: 0;
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  tuya-door-lock-log {
    border-top: 1px solid var(--line);
  }
  tuya-door-lock-log[fill] {
    /* A day, and six rows. */
    flex: 1 0 348px;
  }
  tuya-door-lock-week {
    flex: 1;
    min-height: 0;
  }
  .ghosts {
    display: grid;
    gap: 20px;
    padding: 16px;
  }
  .ghosts i {
    height: 36px;
    border-radius: 18px;
    background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
  }
  @media (prefers-reduced-motion: no-preference) {
    .ghosts i {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.4;
      }
    }
  }
`,Je={card_description:`Wer die Tür wann und womit geöffnet hat: live, nach Tagen, mit Suche.`,locks:`Türschlösser`,lock:`Schloss`,no_locks:`Es gibt kein Türschloss zu zeigen. Richte Tuya Door Lock ein, oder bitte einen Administrator um Zugriff.`,last_access:`Letzter Zugang`,no_access:`Noch kein Zugang`,loading:`Wird geladen …`,failed:`Das hat nicht geklappt.`,failed_log:`Das Protokoll ließ sich nicht lesen.`,not_read_since:`Das Protokoll ließ sich seit {when} nicht lesen.`,not_read_yet:`Das Protokoll wurde noch nicht gelesen.`,what_to_do:`Was zu tun ist`,read_last:`Gelesen {read}`,read_next:`Gelesen {read} · wieder {next}`,listening_read:`Lauscht · gelesen {read}`,retry:`Noch einmal`,duress_at:`Bedrohungsalarm: {lock}`,acknowledge:`Bestätigen`,acknowledge_question:`Den Alarm für alle beenden?`,duress_suspected:`Möglicherweise unter Bedrohung`,filters:`Suchen und filtern`,search:`Suchen`,day:`Tag`,found:`Einträge: {count}`,clear:`Filter aufheben`,download:`CSV herunterladen`,nothing_found:`Nichts gefunden`,no_records:`Noch ist nichts passiert`,all_device:`Alle Schlösser`,all_user:`Alle Personen`,not_named:`Ohne Namen`,all_kind:`Alles`,all_method:`Alle Arten`,kind:`Was`,kind_unlock:`Zugänge`,kind_alarm:`Alarme`,kind_doorbell:`Klingel`,doorbell:`Es hat geklingelt`,records:`Einträge`,times:`{what} ({count})`,attempts:`Fehlversuche`,late:`Verspätet`,late_long:`Spät gemeldet`,probably:`{name} (vermutet)`,guess:`Person ist vermutet`,unknown:`Unbekannt`,picture:`Bild`,enlarge:`Bild groß anzeigen`,person:`Person`,participants:`Gemeinsam`,what:`Alarm`,method:`Art`,slot:`Nummer im Schloss`,count:`Anzahl der Meldungen`,code:`Code von Tuya`,record_id:`Kennung des Eintrags`,more:`Mehr`,yes:`Ja`,close:`Schließen`,name_credential:`Wem gehört das?`,name_hint:`Wird statt des Namens gezeigt, den Tuya kennt. Lass beides leer, um zu diesem zurückzukehren.`,no_person:`Keine Person`,or_name:`Oder ein anderer Name`,name:`Name`,save:`Speichern`,cancel:`Abbrechen`,saved:`Gespeichert.`,pattern_label:`Wer wann kommt`,pattern_hint:`Zeige oder tippe auf einen Punkt, um zu sehen, wer kam.`,pattern_empty:`In dieser Zeit kam niemand.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), am häufigsten: {time}`,period:`Zeitraum`,weeks:`Wochen: {count}`,show_last:`Letzter Zugang`,show_duress:`Bedrohungsalarm`,show_filters:`Suchen und filtern`,show_log:`Protokoll`,show_pattern:`Muster der Woche`,form_devices:`Schlösser`,form_title:`Titel`,form_show:`Anzeigen`,help_devices:`Alle, wenn du keines auswählst.`,help_show:`Lass den Bedrohungsalarm weg, wo der Bildschirm von der Tür aus zu sehen ist: Dann verrät ihn auch das Protokoll nicht.`,not_a_list:`{name} muss eine Liste sein.`,unknown_part:`Die Karte kann {name} nicht zeigen. Sie kann zeigen: {parts}.`},Ye={card_description:`Who opened the door, how and when: live, by day, with search.`,locks:`Door locks`,lock:`Lock`,no_locks:`There is no door lock to show. Set up Tuya Door Lock, or ask an administrator for access to it.`,last_access:`Last access`,no_access:`No access yet`,loading:`Loading…`,failed:`That did not work.`,failed_log:`The log could not be read.`,not_read_since:`The log could not be read since {when}.`,not_read_yet:`The log has not been read yet.`,what_to_do:`What to do`,read_last:`Read {read}`,read_next:`Read {read} · next {next}`,listening_read:`Listening · read {read}`,retry:`Try again`,duress_at:`Duress alarm: {lock}`,acknowledge:`Acknowledge`,acknowledge_question:`End the alarm for everyone?`,duress_suspected:`Possibly under duress`,filters:`Search and filter`,search:`Search`,day:`Day`,found:`Records: {count}`,clear:`Clear filters`,download:`Download CSV`,nothing_found:`Nothing found`,no_records:`Nothing has happened yet`,all_device:`All locks`,all_user:`All people`,not_named:`Not named`,all_kind:`Everything`,all_method:`All methods`,kind:`Kind`,kind_unlock:`Accesses`,kind_alarm:`Alarms`,kind_doorbell:`Doorbell`,doorbell:`Somebody rang`,records:`Records`,times:`{what} ({count})`,attempts:`Failed attempts`,late:`Late`,late_long:`Reported late`,probably:`{name} (guess)`,guess:`Person is a guess`,unknown:`Unknown`,picture:`Picture`,enlarge:`Show the picture large`,person:`Person`,participants:`Together`,what:`Alarm`,method:`Method`,slot:`Number in the lock`,count:`Times reported`,code:`Tuya's code`,record_id:`Record ID`,more:`More`,yes:`Yes`,close:`Close`,name_credential:`Whose is this?`,name_hint:`Shown in place of the name that Tuya has. Leave both empty to go back to that one.`,no_person:`No person`,or_name:`Or another name`,name:`Name`,save:`Save`,cancel:`Cancel`,saved:`Saved.`,pattern_label:`Who comes when`,pattern_hint:`Point at a dot or tap it to see who came.`,pattern_empty:`Nobody came in this period.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), most often: {time}`,period:`Period`,weeks:`Weeks: {count}`,show_last:`Last access`,show_duress:`Duress alarm`,show_filters:`Search and filter`,show_log:`Log`,show_pattern:`Pattern of the week`,form_devices:`Locks`,form_title:`Title`,form_show:`Show`,help_devices:`All of them if you choose none.`,help_show:`Leave out the duress alarm where the screen can be seen from the door: the log there does not show it either.`,not_a_list:`{name} must be a list.`,unknown_part:`The card cannot show {name}. It can show: {parts}.`},Xe={card_description:`Quién abrió la puerta, cómo y cuándo: en directo, por días y con búsqueda.`,locks:`Cerraduras`,lock:`Cerradura`,no_locks:`No hay ninguna cerradura que mostrar. Configura Tuya Door Lock o pide acceso a un administrador.`,last_access:`Último acceso`,no_access:`Ningún acceso todavía`,loading:`Cargando…`,failed:`No ha funcionado.`,failed_log:`No se ha podido leer el registro.`,not_read_since:`No se ha podido leer el registro desde {when}.`,not_read_yet:`El registro aún no se ha leído.`,what_to_do:`Qué hacer`,read_last:`Leído {read}`,read_next:`Leído {read} · de nuevo {next}`,listening_read:`A la escucha · leído {read}`,retry:`Reintentar`,duress_at:`Alarma de coacción: {lock}`,acknowledge:`Confirmar`,acknowledge_question:`¿Terminar la alarma para todos?`,duress_suspected:`Posiblemente bajo coacción`,filters:`Buscar y filtrar`,search:`Buscar`,day:`Día`,found:`Registros: {count}`,clear:`Quitar filtros`,download:`Descargar CSV`,nothing_found:`No se ha encontrado nada`,no_records:`Todavía no ha pasado nada`,all_device:`Todas las cerraduras`,all_user:`Todas las personas`,not_named:`Sin nombre`,all_kind:`Todo`,all_method:`Todos los métodos`,kind:`Tipo`,kind_unlock:`Accesos`,kind_alarm:`Alarmas`,kind_doorbell:`Timbre`,doorbell:`Llamaron al timbre`,records:`Registros`,times:`{what} ({count})`,attempts:`Intentos fallidos`,late:`Tarde`,late_long:`Comunicado tarde`,probably:`{name} (supuesto)`,guess:`Persona supuesta`,unknown:`Desconocido`,picture:`Imagen`,enlarge:`Ver la imagen en grande`,person:`Persona`,participants:`Juntos`,what:`Alarma`,method:`Método`,slot:`Número en la cerradura`,count:`Veces comunicado`,code:`Código de Tuya`,record_id:`ID del registro`,more:`Más`,yes:`Sí`,close:`Cerrar`,name_credential:`¿De quién es?`,name_hint:`Se muestra en lugar del nombre que tiene Tuya. Deja ambos vacíos para volver a ese.`,no_person:`Ninguna persona`,or_name:`U otro nombre`,name:`Nombre`,save:`Guardar`,cancel:`Cancelar`,saved:`Guardado.`,pattern_label:`Quién viene y cuándo`,pattern_hint:`Señala o toca un punto para ver quién vino.`,pattern_empty:`Nadie vino en este periodo.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), más a menudo: {time}`,period:`Periodo`,weeks:`Semanas: {count}`,show_last:`Último acceso`,show_duress:`Alarma de coacción`,show_filters:`Buscar y filtrar`,show_log:`Registro`,show_pattern:`Patrón de la semana`,form_devices:`Cerraduras`,form_title:`Título`,form_show:`Mostrar`,help_devices:`Todas si no eliges ninguna.`,help_show:`Quita la alarma de coacción donde la pantalla se vea desde la puerta: así tampoco la mostrará el registro.`,not_a_list:`{name} debe ser una lista.`,unknown_part:`La tarjeta no puede mostrar {name}. Puede mostrar: {parts}.`},Ze={card_description:`Qui a ouvert la porte, comment et quand : en direct, par jour, avec recherche.`,locks:`Serrures`,lock:`Serrure`,no_locks:`Aucune serrure à afficher. Configurez Tuya Door Lock, ou demandez l’accès à un administrateur.`,last_access:`Dernier accès`,no_access:`Aucun accès pour l’instant`,loading:`Chargement…`,failed:`Cela n’a pas fonctionné.`,failed_log:`Le journal n’a pas pu être lu.`,not_read_since:`Le journal n’a pas pu être lu depuis {when}.`,not_read_yet:`Le journal n’a pas encore été lu.`,what_to_do:`Que faire`,read_last:`Lu {read}`,read_next:`Lu {read} · à nouveau {next}`,listening_read:`À l’écoute · lu {read}`,retry:`Réessayer`,duress_at:`Alarme sous contrainte : {lock}`,acknowledge:`Prendre acte`,acknowledge_question:`Mettre fin à l’alarme pour tout le monde ?`,duress_suspected:`Peut-être sous la contrainte`,filters:`Rechercher et filtrer`,search:`Rechercher`,day:`Jour`,found:`Entrées : {count}`,clear:`Effacer les filtres`,download:`Télécharger en CSV`,nothing_found:`Rien trouvé`,no_records:`Il ne s’est encore rien passé`,all_device:`Toutes les serrures`,all_user:`Tout le monde`,not_named:`Sans nom`,all_kind:`Tout`,all_method:`Tous les moyens`,kind:`Type`,kind_unlock:`Accès`,kind_alarm:`Alarmes`,kind_doorbell:`Sonnette`,doorbell:`On a sonné`,records:`Entrées`,times:`{what} ({count})`,attempts:`Tentatives échouées`,late:`Tardif`,late_long:`Signalé en retard`,probably:`{name} (supposé)`,guess:`Personne supposée`,unknown:`Inconnu`,picture:`Image`,enlarge:`Afficher l’image en grand`,person:`Personne`,participants:`Ensemble`,what:`Alarme`,method:`Moyen`,slot:`Numéro dans la serrure`,count:`Nombre de signalements`,code:`Code de Tuya`,record_id:`ID de l’entrée`,more:`Plus`,yes:`Oui`,close:`Fermer`,name_credential:`À qui est-ce ?`,name_hint:`S’affiche à la place du nom que Tuya connaît. Laissez les deux vides pour revenir à celui-ci.`,no_person:`Aucune personne`,or_name:`Ou un autre nom`,name:`Nom`,save:`Enregistrer`,cancel:`Annuler`,saved:`Enregistré.`,pattern_label:`Qui vient quand`,pattern_hint:`Pointez ou touchez un point pour voir qui est venu.`,pattern_empty:`Personne n’est venu pendant cette période.`,pattern_spot:`{weekday}, {hour} : {people}`,pattern_most:`{name} ({count}), le plus souvent : {time}`,period:`Période`,weeks:`Semaines : {count}`,show_last:`Dernier accès`,show_duress:`Alarme sous contrainte`,show_filters:`Rechercher et filtrer`,show_log:`Journal`,show_pattern:`Rythme de la semaine`,form_devices:`Serrures`,form_title:`Titre`,form_show:`Afficher`,help_devices:`Toutes si vous n’en choisissez aucune.`,help_show:`Retirez l’alarme sous contrainte là où l’écran se voit depuis la porte : le journal n’en dira alors rien non plus.`,not_a_list:`{name} doit être une liste.`,unknown_part:`La carte ne peut pas afficher {name}. Elle peut afficher : {parts}.`},Qe={card_description:`Chi ha aperto la porta, come e quando: in diretta, per giorno, con ricerca.`,locks:`Serrature`,lock:`Serratura`,no_locks:`Non c’è nessuna serratura da mostrare. Configura Tuya Door Lock o chiedi l’accesso a un amministratore.`,last_access:`Ultimo accesso`,no_access:`Ancora nessun accesso`,loading:`Caricamento…`,failed:`Non ha funzionato.`,failed_log:`Impossibile leggere il registro.`,not_read_since:`Impossibile leggere il registro da {when}.`,not_read_yet:`Il registro non è ancora stato letto.`,what_to_do:`Cosa fare`,read_last:`Letto {read}`,read_next:`Letto {read} · di nuovo {next}`,listening_read:`In ascolto · letto {read}`,retry:`Riprova`,duress_at:`Allarme coercizione: {lock}`,acknowledge:`Conferma`,acknowledge_question:`Terminare l’allarme per tutti?`,duress_suspected:`Forse sotto coercizione`,filters:`Cerca e filtra`,search:`Cerca`,day:`Giorno`,found:`Voci: {count}`,clear:`Azzera i filtri`,download:`Scarica CSV`,nothing_found:`Nessun risultato`,no_records:`Non è ancora successo nulla`,all_device:`Tutte le serrature`,all_user:`Tutte le persone`,not_named:`Senza nome`,all_kind:`Tutto`,all_method:`Tutti i metodi`,kind:`Tipo`,kind_unlock:`Accessi`,kind_alarm:`Allarmi`,kind_doorbell:`Campanello`,doorbell:`Hanno suonato`,records:`Voci`,times:`{what} ({count})`,attempts:`Tentativi falliti`,late:`In ritardo`,late_long:`Segnalato in ritardo`,probably:`{name} (presunto)`,guess:`Persona presunta`,unknown:`Sconosciuto`,picture:`Immagine`,enlarge:`Mostra l’immagine in grande`,person:`Persona`,participants:`Insieme`,what:`Allarme`,method:`Metodo`,slot:`Numero nella serratura`,count:`Numero di segnalazioni`,code:`Codice di Tuya`,record_id:`ID della voce`,more:`Altro`,yes:`Sì`,close:`Chiudi`,name_credential:`Di chi è?`,name_hint:`Si mostra al posto del nome che ha Tuya. Lascia vuoti entrambi per tornare a quello.`,no_person:`Nessuna persona`,or_name:`O un altro nome`,name:`Nome`,save:`Salva`,cancel:`Annulla`,saved:`Salvato.`,pattern_label:`Chi viene e quando`,pattern_hint:`Indica o tocca un punto per vedere chi è venuto.`,pattern_empty:`In questo periodo non è venuto nessuno.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), più spesso: {time}`,period:`Periodo`,weeks:`Settimane: {count}`,show_last:`Ultimo accesso`,show_duress:`Allarme coercizione`,show_filters:`Cerca e filtra`,show_log:`Registro`,show_pattern:`Andamento della settimana`,form_devices:`Serrature`,form_title:`Titolo`,form_show:`Mostra`,help_devices:`Tutte se non ne scegli nessuna.`,help_show:`Togli l’allarme coercizione dove lo schermo si vede dalla porta: così non lo rivela nemmeno il registro.`,not_a_list:`{name} deve essere un elenco.`,unknown_part:`La scheda non può mostrare {name}. Può mostrare: {parts}.`},$e={card_description:`Wie de deur heeft geopend, hoe en wanneer: live, per dag, met zoeken.`,locks:`Deursloten`,lock:`Slot`,no_locks:`Er is geen deurslot om te tonen. Stel Tuya Door Lock in, of vraag een beheerder om toegang.`,last_access:`Laatste toegang`,no_access:`Nog geen toegang`,loading:`Laden…`,failed:`Dat is niet gelukt.`,failed_log:`Het logboek kon niet worden gelezen.`,not_read_since:`Het logboek kon sinds {when} niet worden gelezen.`,not_read_yet:`Het logboek is nog niet gelezen.`,what_to_do:`Wat te doen`,read_last:`Gelezen {read}`,read_next:`Gelezen {read} · weer {next}`,listening_read:`Luistert · gelezen {read}`,retry:`Opnieuw`,duress_at:`Dwangalarm: {lock}`,acknowledge:`Bevestigen`,acknowledge_question:`Het alarm voor iedereen beëindigen?`,duress_suspected:`Mogelijk onder dwang`,filters:`Zoeken en filteren`,search:`Zoeken`,day:`Dag`,found:`Vermeldingen: {count}`,clear:`Filters wissen`,download:`CSV downloaden`,nothing_found:`Niets gevonden`,no_records:`Er is nog niets gebeurd`,all_device:`Alle sloten`,all_user:`Iedereen`,not_named:`Zonder naam`,all_kind:`Alles`,all_method:`Alle methoden`,kind:`Soort`,kind_unlock:`Toegang`,kind_alarm:`Alarmen`,kind_doorbell:`Deurbel`,doorbell:`Er is aangebeld`,records:`Vermeldingen`,times:`{what} ({count})`,attempts:`Mislukte pogingen`,late:`Laat`,late_long:`Laat gemeld`,probably:`{name} (vermoed)`,guess:`Persoon is een vermoeden`,unknown:`Onbekend`,picture:`Foto`,enlarge:`Foto groot tonen`,person:`Persoon`,participants:`Samen`,what:`Alarm`,method:`Methode`,slot:`Nummer in het slot`,count:`Aantal meldingen`,code:`Code van Tuya`,record_id:`ID van de vermelding`,more:`Meer`,yes:`Ja`,close:`Sluiten`,name_credential:`Van wie is dit?`,name_hint:`Wordt getoond in plaats van de naam die Tuya kent. Laat beide leeg om daarnaar terug te gaan.`,no_person:`Geen persoon`,or_name:`Of een andere naam`,name:`Naam`,save:`Opslaan`,cancel:`Annuleren`,saved:`Opgeslagen.`,pattern_label:`Wie komt wanneer`,pattern_hint:`Wijs een stip aan of tik erop om te zien wie er kwam.`,pattern_empty:`In deze periode kwam niemand.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), meestal: {time}`,period:`Periode`,weeks:`Weken: {count}`,show_last:`Laatste toegang`,show_duress:`Dwangalarm`,show_filters:`Zoeken en filteren`,show_log:`Logboek`,show_pattern:`Patroon van de week`,form_devices:`Sloten`,form_title:`Titel`,form_show:`Tonen`,help_devices:`Allemaal als je er geen kiest.`,help_show:`Laat het dwangalarm weg waar het scherm vanaf de deur te zien is: dan verraadt ook het logboek het niet.`,not_a_list:`{name} moet een lijst zijn.`,unknown_part:`De kaart kan {name} niet tonen. Ze kan tonen: {parts}.`},et={card_description:`Kto otworzył drzwi, jak i kiedy: na żywo, dzień po dniu, z wyszukiwaniem.`,locks:`Zamki`,lock:`Zamek`,no_locks:`Nie ma zamka do pokazania. Skonfiguruj Tuya Door Lock albo poproś administratora o dostęp.`,last_access:`Ostatnie wejście`,no_access:`Nikt jeszcze nie wszedł`,loading:`Wczytywanie…`,failed:`Nie udało się.`,failed_log:`Nie udało się odczytać dziennika.`,not_read_since:`Od {when} nie udaje się odczytać dziennika.`,not_read_yet:`Dziennik nie został jeszcze odczytany.`,what_to_do:`Co zrobić`,read_last:`Odczytano {read}`,read_next:`Odczytano {read} · ponownie {next}`,listening_read:`Nasłuchuje · odczytano {read}`,retry:`Spróbuj ponownie`,duress_at:`Alarm o przymusie: {lock}`,acknowledge:`Potwierdź`,acknowledge_question:`Zakończyć alarm dla wszystkich?`,duress_suspected:`Być może pod przymusem`,filters:`Szukaj i filtruj`,search:`Szukaj`,day:`Dzień`,found:`Wpisy: {count}`,clear:`Wyczyść filtry`,download:`Pobierz CSV`,nothing_found:`Nic nie znaleziono`,no_records:`Jeszcze nic się nie wydarzyło`,all_device:`Wszystkie zamki`,all_user:`Wszystkie osoby`,not_named:`Bez nazwy`,all_kind:`Wszystko`,all_method:`Wszystkie sposoby`,kind:`Rodzaj`,kind_unlock:`Wejścia`,kind_alarm:`Alarmy`,kind_doorbell:`Dzwonek`,doorbell:`Ktoś zadzwonił`,records:`Wpisy`,times:`{what} ({count})`,attempts:`Nieudane próby`,late:`Opóźnione`,late_long:`Zgłoszone z opóźnieniem`,probably:`{name} (przypuszczalnie)`,guess:`Osoba przypuszczalna`,unknown:`Nieznane`,picture:`Zdjęcie`,enlarge:`Pokaż duże zdjęcie`,person:`Osoba`,participants:`Wspólnie`,what:`Alarm`,method:`Sposób`,slot:`Numer w zamku`,count:`Liczba zgłoszeń`,code:`Kod Tuya`,record_id:`Identyfikator wpisu`,more:`Więcej`,yes:`Tak`,close:`Zamknij`,name_credential:`Czyje to jest?`,name_hint:`Pokazuje się zamiast nazwy, którą zna Tuya. Zostaw oba pola puste, aby do niej wrócić.`,no_person:`Bez osoby`,or_name:`Albo inna nazwa`,name:`Nazwa`,save:`Zapisz`,cancel:`Anuluj`,saved:`Zapisano.`,pattern_label:`Kto kiedy przychodzi`,pattern_hint:`Wskaż kropkę lub dotknij jej, aby zobaczyć, kto przyszedł.`,pattern_empty:`W tym okresie nikt nie przyszedł.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), najczęściej: {time}`,period:`Okres`,weeks:`Tygodnie: {count}`,show_last:`Ostatnie wejście`,show_duress:`Alarm o przymusie`,show_filters:`Szukaj i filtruj`,show_log:`Dziennik`,show_pattern:`Rytm tygodnia`,form_devices:`Zamki`,form_title:`Tytuł`,form_show:`Pokaż`,help_devices:`Wszystkie, jeśli nie wybierzesz żadnego.`,help_show:`Pomiń alarm o przymusie tam, gdzie ekran widać od drzwi: wtedy dziennik też go nie zdradzi.`,not_a_list:`{name} musi być listą.`,unknown_part:`Karta nie może pokazać {name}. Może pokazać: {parts}.`},tt={card_description:`Quem abriu a porta, como e quando: em direto, por dia, com pesquisa.`,locks:`Fechaduras`,lock:`Fechadura`,no_locks:`Não há nenhuma fechadura para mostrar. Configure o Tuya Door Lock ou peça acesso a um administrador.`,last_access:`Último acesso`,no_access:`Ainda sem acessos`,loading:`A carregar…`,failed:`Não funcionou.`,failed_log:`Não foi possível ler o registo.`,not_read_since:`Não foi possível ler o registo desde {when}.`,not_read_yet:`O registo ainda não foi lido.`,what_to_do:`O que fazer`,read_last:`Lido {read}`,read_next:`Lido {read} · de novo {next}`,listening_read:`À escuta · lido {read}`,retry:`Tentar de novo`,duress_at:`Alarme de coação: {lock}`,acknowledge:`Confirmar`,acknowledge_question:`Terminar o alarme para todos?`,duress_suspected:`Possivelmente sob coação`,filters:`Pesquisar e filtrar`,search:`Pesquisar`,day:`Dia`,found:`Registos: {count}`,clear:`Limpar filtros`,download:`Transferir CSV`,nothing_found:`Nada encontrado`,no_records:`Ainda não aconteceu nada`,all_device:`Todas as fechaduras`,all_user:`Todas as pessoas`,not_named:`Sem nome`,all_kind:`Tudo`,all_method:`Todos os métodos`,kind:`Tipo`,kind_unlock:`Acessos`,kind_alarm:`Alarmes`,kind_doorbell:`Campainha`,doorbell:`Tocaram à campainha`,records:`Registos`,times:`{what} ({count})`,attempts:`Tentativas falhadas`,late:`Tarde`,late_long:`Comunicado tarde`,probably:`{name} (suposto)`,guess:`Pessoa suposta`,unknown:`Desconhecido`,picture:`Imagem`,enlarge:`Ver a imagem em grande`,person:`Pessoa`,participants:`Em conjunto`,what:`Alarme`,method:`Método`,slot:`Número na fechadura`,count:`Vezes comunicado`,code:`Código da Tuya`,record_id:`ID do registo`,more:`Mais`,yes:`Sim`,close:`Fechar`,name_credential:`De quem é?`,name_hint:`Mostra-se em vez do nome que a Tuya tem. Deixe ambos vazios para voltar a esse.`,no_person:`Nenhuma pessoa`,or_name:`Ou outro nome`,name:`Nome`,save:`Guardar`,cancel:`Cancelar`,saved:`Guardado.`,pattern_label:`Quem vem e quando`,pattern_hint:`Aponte ou toque num ponto para ver quem veio.`,pattern_empty:`Ninguém veio neste período.`,pattern_spot:`{weekday}, {hour}: {people}`,pattern_most:`{name} ({count}), mais vezes: {time}`,period:`Período`,weeks:`Semanas: {count}`,show_last:`Último acesso`,show_duress:`Alarme de coação`,show_filters:`Pesquisar e filtrar`,show_log:`Registo`,show_pattern:`Padrão da semana`,form_devices:`Fechaduras`,form_title:`Título`,form_show:`Mostrar`,help_devices:`Todas se não escolher nenhuma.`,help_show:`Retire o alarme de coação onde o ecrã se vê da porta: assim o registo também não o revela.`,not_a_list:`{name} tem de ser uma lista.`,unknown_part:`O cartão não consegue mostrar {name}. Pode mostrar: {parts}.`},nt={card_description:`谁在何时以何种方式开了门：实时、按天显示、可搜索。`,locks:`门锁`,lock:`门锁`,no_locks:`没有可显示的门锁。请设置 Tuya Door Lock，或向管理员申请访问权限。`,last_access:`上次开门`,no_access:`还没有开门记录`,loading:`正在加载…`,failed:`操作失败。`,failed_log:`无法读取日志。`,not_read_since:`自 {when} 起无法读取日志。`,not_read_yet:`日志尚未读取。`,what_to_do:`如何处理`,read_last:`{read}读取`,read_next:`{read}读取 · {next}再次读取`,listening_read:`监听中 · {read}读取`,retry:`重试`,duress_at:`胁迫报警：{lock}`,acknowledge:`确认`,acknowledge_question:`要为所有人结束报警吗？`,duress_suspected:`可能受到胁迫`,filters:`搜索和筛选`,search:`搜索`,day:`日期`,found:`记录：{count}`,clear:`清除筛选`,download:`下载 CSV`,nothing_found:`没有找到`,no_records:`还没有任何记录`,all_device:`所有门锁`,all_user:`所有人`,not_named:`未命名`,all_kind:`全部`,all_method:`所有方式`,kind:`类型`,kind_unlock:`开门`,kind_alarm:`报警`,kind_doorbell:`门铃`,doorbell:`有人按门铃`,records:`记录`,times:`{what}（{count}）`,attempts:`失败的尝试`,late:`延迟`,late_long:`延迟上报`,probably:`{name}（推测）`,guess:`人员为推测`,unknown:`未知`,picture:`图片`,enlarge:`查看大图`,person:`人员`,participants:`共同开门`,what:`报警`,method:`方式`,slot:`锁内编号`,count:`上报次数`,code:`Tuya 代码`,record_id:`记录 ID`,more:`更多`,yes:`是`,close:`关闭`,name_credential:`这是谁的？`,name_hint:`将代替 Tuya 的名称显示。两项都留空即可恢复 Tuya 的名称。`,no_person:`无人员`,or_name:`或其他名称`,name:`名称`,save:`保存`,cancel:`取消`,saved:`已保存。`,pattern_label:`谁在何时到来`,pattern_hint:`指向或点按圆点，查看谁来过。`,pattern_empty:`这段时间没有人来过。`,pattern_spot:`{weekday}，{hour}：{people}`,pattern_most:`{name}（{count}），最常：{time}`,period:`时间段`,weeks:`周数：{count}`,show_last:`上次开门`,show_duress:`胁迫报警`,show_filters:`搜索和筛选`,show_log:`日志`,show_pattern:`每周规律`,form_devices:`门锁`,form_title:`标题`,form_show:`显示`,help_devices:`如不选择，则显示全部。`,help_show:`如果从门口能看到屏幕，请不要显示胁迫报警：日志也不会显示它。`,not_a_list:`{name} 必须是列表。`,unknown_part:`卡片无法显示 {name}。可以显示：{parts}。`},rt={de:Je,en:Ye,es:Xe,fr:Ze,it:Qe,nl:$e,pl:et,pt:tt,"zh-Hans":nt};function it(e){let t=e.split(`-`)[0]??``,n=rt[e]??rt[t]??(t===`zh`?nt:Ye);return(e,t)=>n[e].replace(/\{(\w+)\}/g,(e,n)=>t?.[n]??e)}function at(e,t){return Object.hasOwn(Ye,t)?e(t):void 0}var ot=`tuya_door_lock`,st={duress:`duress`,acknowledge_duress:`acknowledge`,last_picture:`picture`};function ct(e,t){let n=new Set(t.devices);for(let r of t.entities??[]){let t=e.entities[r]?.device_id;t&&n.add(t)}let r=!t.devices?.length&&!t.entities?.length,i=new Map,a=new Set;for(let t of Object.values(e.entities)){let o=t.device_id;if(t.platform!==`tuya_door_lock`||!o||!(r||n.has(o)))continue;let s=e.devices[o],c=i.get(o);c||(c={device:o,name:s?.name_by_user??s?.name??o},i.set(o,c));let l=t.translation_key??``,u=st[l];u&&(c[u]=t.entity_id),(l===`access`||l===`alarm`||l===`doorbell`)&&e.states[t.entity_id]&&a.add(o)}return[...i.values()].filter(e=>a.has(e.device)).sort((t,n)=>t.name.localeCompare(n.name,e.locale.language))}function lt(e,t){let n=t?ut(e,t)?.attributes.entity_picture:void 0;if(typeof n==`string`&&n)return e.hassUrl?.(n)??n}function ut(e,t){let n=e.states[t];return n&&n.state!==`unavailable`?n:void 0}var M=[`last`,`duress`,`filters`,`log`,`pattern`],dt=`tuya-door-lock-card`,ft=`custom:${dt}`;function pt(){return it(document.documentElement.lang||`en`)}function mt(e){let t=pt();for(let n of[`devices`,`entities`,`show`]){let r=e[n];if(r!==void 0&&!(Array.isArray(r)&&r.every(e=>typeof e==`string`)))throw Error(t(`not_a_list`,{name:n}))}let n=e.show?.find(e=>!M.includes(e));if(n!==void 0)throw Error(t(`unknown_part`,{name:n,parts:M.join(`, `)}))}function ht(){let e=pt();return{schema:[{name:`devices`,selector:{device:{multiple:!0,filter:{integration:ot},entity:{domain:`event`}}}},{name:`title`,selector:{text:{}}},{name:`show`,selector:{select:{multiple:!0,mode:`list`,options:M.map(t=>({value:t,label:e(`show_${t}`)}))}}}],computeLabel:({name:t})=>at(e,`form_${t}`)??t,computeHelper:({name:t})=>at(e,`help_${t}`),assertConfig:mt}}function gt(e){let[t]=ct(e,{});return t?{devices:[t.device],show:[...M]}:{show:[...M]}}function _t(e,t){let n=e.entities[t];if(n?.platform!==`tuya_door_lock`||!n.device_id)return null;let[r]=ct(e,{devices:[n.device_id]});return r?{config:{type:ft,devices:[r.device],show:[...M]}}:null}var N=u`
  :host {
    --quiet: var(--secondary-text-color, #727272);
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent: var(--primary-color, #009ac7);
    --tone-access: var(--accent);
    --tone-notice: var(--info-color, #039be5);
    --tone-warning: var(--warning-color, #ffa600);
    --tone-danger: var(--error-color, #db4437);
    color: var(--primary-text-color, #212121);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.4;
  }
  * {
    box-sizing: border-box;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    appearance: none;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    text-align: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .quiet {
    color: var(--quiet);
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .disc {
    --tone: var(--tone-access);
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 36px;
    border-radius: 50%;
    color: var(--tone);
    background: color-mix(in srgb, var(--tone) 14%, transparent);
    --mdc-icon-size: 20px;
    --ha-icon-display: block;
  }
  .disc img {
    width: 100%;
    height: 100%;
    border-radius: inherit;
    object-fit: cover;
  }
  .notice {
    --tone: var(--tone-notice);
  }
  .warning {
    --tone: var(--tone-warning);
  }
  .danger {
    --tone: var(--tone-danger);
  }
  .field {
    width: 100%;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--line);
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--input-fill-color, transparent);
    background: color-mix(in srgb, var(--primary-text-color, #212121) 4%, transparent);
    outline-offset: -1px;
  }
  select.field option {
    color: var(--primary-text-color, #212121);
    background: var(--card-background-color, #fff);
  }
  .action {
    min-height: 36px;
    padding: 0 16px;
    border-radius: 18px;
    font-weight: 500;
    /* By themselves these colors are too pale to be read. */
    color: color-mix(in srgb, var(--tone, var(--accent)) 50%, var(--primary-text-color, #212121));
    background: color-mix(in srgb, var(--tone, var(--accent)) 12%, transparent);
    white-space: nowrap;
  }
  .action:hover {
    background: color-mix(in srgb, var(--tone, var(--accent)) 22%, transparent);
  }
  .action.main {
    color: var(--text-primary-color, #fff);
    background: color-mix(in srgb, var(--tone, var(--accent)) 80%, #000);
  }
  .action:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .text {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: flex-start;
    min-width: 0;
  }
  .text > * {
    max-width: 100%;
  }
  .banner {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
    flex: none;
    margin: 0 12px 8px;
    padding: 8px 12px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--tone) 14%, transparent);
  }
  .banner > ha-icon {
    color: var(--tone);
  }
  .banner .text {
    flex: 1 1 140px;
  }
  .banner .action {
    margin-inline-start: auto;
  }
  .empty {
    display: grid;
    flex: 1;
    place-items: center;
    align-content: center;
    gap: 8px;
    min-height: 120px;
    padding: 16px;
    color: var(--quiet);
    text-align: center;
    --mdc-icon-size: 32px;
  }
  .empty p {
    margin: 0;
  }
  .icon {
    display: grid;
    place-items: center;
    flex: none;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    color: var(--quiet);
    --mdc-icon-size: 22px;
  }
  .icon:hover {
    background: color-mix(in srgb, var(--primary-text-color, #212121) 8%, transparent);
  }
  @media (pointer: coarse) {
    .action,
    .field {
      min-height: 44px;
    }
    .action {
      border-radius: 22px;
    }
    .icon {
      width: 44px;
      height: 44px;
    }
  }
`;function P(e){return`${e.device_id} ${e.record_id}`}function vt(e){return e.alarm?.startsWith(`wrong_`)??!1}function yt(e,t,n){let r=[],i=``,a,o;for(let s of e){let e=new Date(s.occurred_at);if(!a||e<a.start||e>=a.end){let s=t.dayKey(e);a=t.span(s),s!==i&&(i=s,o=void 0,r.push({type:`day`,key:s,label:t.day(e,n)}))}let c=s.burst_id;o&&c!==void 0&&c===o.records[0].burst_id?(o.records.push(s),o.key=P(s)):(o={type:`records`,key:P(s),records:[s]},r.push(o))}return r}function bt(e){return e.records.reduce((e,t)=>e+t.count,0)}var xt=`\xA0· `,St=`component.tuya_door_lock.entity.event`;function Ct(e){return e.localize(`${St}.access.name`)!==``}function wt({backend:e},t,n){return e(`${St}.${t}.state_attributes.event_type.state.${n}`)||n}function Tt(e,t){return wt(e,`access`,t)}function Et(e,t){return wt(e,`alarm`,t)}function F(e,t){let n=t.participants.length?e.format.list(t.participants):t.user??void 0;return n!==void 0&&t.uncertain?e.localize(`probably`,{name:n}):n}function Dt(e,t){if(t.kind===`doorbell`)return e.localize(`doorbell`);if(t.kind===`alarm`){let n=t.notice??t.alarm??`other`;return n===`other`&&t.code?t.code:Et(e,n)}let n=t.method??`other`;return n===`other`&&t.code?t.code:Tt(e,n)}function Ot(e,t){let[n]=t.records;if(n.kind===`unlock`)return F(e,n)??n.credential??Dt(e,n);let r=bt(t);if(r===1)return Dt(e,n);let i=new Set(t.records.map(e=>e.alarm));return e.localize(`times`,{what:i.size>1?e.localize(`attempts`):Dt(e,n),count:e.format.number(r)})}function kt(e,t){let[n]=t.records,r=Ot(e,t),i=n.kind===`unlock`?[Dt(e,n),n.credential]:[new Set(t.records.map(t=>F(e,t))).size===1?F(e,n):null];return i.push(e.lockName(n.device_id)),At(i,r)}function At(e,t=``){let n=[];for(let r of e)!r||t.startsWith(r)||n.includes(r)||(n.length&&r.startsWith(n.at(-1))&&n.pop(),n.push(r));return n.join(xt)}function I(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var jt=[`unlock`,`alarm`,`doorbell`],Mt={device:`lock`,user:`person`,kind:`kind`,method:`method`};function Nt(e){return Object.values(e).some(Boolean)}var L=class extends O{constructor(...e){super(...e),this.locks=[],this.filter={},this.error=``,this.revision=0,this.changed=e=>{let{name:t,value:n}=e.target;this.send({...this.filter,[t]:n})},this.clear=()=>{this.send({})},this.download=()=>{this.dispatchEvent(new CustomEvent(`download`))}}render(){let{words:e,log:t,filter:n}=this,{localize:r,format:i}=e,a=e=>e.map(e=>[e,e]);return x`
      <search>
        <div class="strip">
          <input
            class="field ${n.day?`on`:``}"
            type="date"
            name="day"
            aria-label=${r(`day`)}
            max=${i.dayKey(new Date)}
            .value=${n.day??``}
            @change=${this.changed}
          />
          ${this.renderSelect(`user`,a(t.users),a(t.nameless))}
          ${this.renderSelect(`kind`,jt.map(e=>[e,r(`kind_${e}`)]))}
          ${this.renderSelect(`method`,t.methods.map(t=>[t,Tt(e,t)]))}
          ${this.locks.length>1?this.renderSelect(`device`,this.locks.map(e=>[e.device,e.name])):w}
        </div>
        <p class="quiet">
          <span role="status">${r(`found`,{count:i.number(t.total)})}</span>
          ${Nt(n)?x`<button class="link" @click=${this.clear}>${r(`clear`)}</button>`:w}
          ${t.total?x`<button class="link end" @click=${this.download}>${r(`download`)}</button>`:w}
        </p>
        ${this.error?x`<p role="alert">${r(`failed`)} ${this.error}</p>`:w}
      </search>
    `}renderSelect(e,t,n=[]){let{localize:r}=this.words,i=this.filter[e]??``,a=([e,t])=>x`<option value=${e} ?selected=${i===e}>${t}</option>`;return x`
      <select
        class="field ${i?`on`:``}"
        name=${e}
        aria-label=${r(Mt[e])}
        @change=${this.changed}
      >
        <option value="" ?selected=${!i}>${r(`all_${e}`)}</option>
        ${t.map(a)}
        ${n.length?x`<optgroup label=${r(`not_named`)}>${n.map(a)}</optgroup>`:w}
      </select>
    `}send(e){this.dispatchEvent(new CustomEvent(`filter-changed`,{detail:e}))}static{this.styles=[N,u`
      :host {
        display: block;
        flex: none;
      }
      .strip {
        display: flex;
        gap: 8px;
        /* On a phone one line, so that the list keeps its place. */
        overflow-x: auto;
        padding: 0 16px 4px;
        scroll-padding: 16px;
        scrollbar-width: none;
      }
      .strip .field {
        flex: none;
        width: auto;
        max-width: 180px;
        min-height: 36px;
      }
      .strip .on {
        border-color: var(--accent);
        background: color-mix(in srgb, var(--accent) 12%, transparent);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        align-items: center;
        margin: 0;
        padding: 0 16px 4px;
        font-size: var(--ha-font-size-s, 12px);
      }
      .link {
        min-height: 28px;
        color: color-mix(in srgb, var(--accent) 50%, var(--primary-text-color, #212121));
        text-decoration: underline;
      }
      .end {
        margin-inline-start: auto;
      }
      @media (pointer: coarse) {
        .strip .field {
          min-height: 40px;
        }
        .link {
          min-height: 32px;
        }
      }
      @container (min-width: 420px) {
        .strip {
          flex-wrap: wrap;
        }
      }
    `]}};I([k({attribute:!1})],L.prototype,`words`,void 0),I([k({attribute:!1})],L.prototype,`locks`,void 0),I([k({attribute:!1})],L.prototype,`log`,void 0),I([k({attribute:!1})],L.prototype,`filter`,void 0),I([k({attribute:!1})],L.prototype,`error`,void 0),I([k({attribute:!1})],L.prototype,`revision`,void 0);var Pt=1e3,R=60*Pt,z=60*R,B=24*z,Ft=[`monday`,`tuesday`,`wednesday`,`thursday`,`friday`,`saturday`,`sunday`],It=Date.UTC(2024,0,1);function Lt(e){switch(e.time_format){case`12`:return!0;case`24`:return!1;default:{let t=e.time_format===`system`?void 0:e.language;return!!new Intl.DateTimeFormat(t,{hour:`numeric`}).resolvedOptions().hour12}}}function Rt(e){return e.replace(/ (?=\S+$)/,`\xA0`)}var zt=class{constructor(e){this.formats=new Map,this.language=e.locale.language,this.timeZone=e.locale.time_zone===`server`?e.config.time_zone:void 0,this.hourCycle=Lt(e.locale)?`h12`:`h23`,this.firstWeekday=this.first(e.locale.first_weekday)}time(e){return Rt(this.format(`time`,{hour:`numeric`,minute:`2-digit`}).format(e))}day(e,t){let n=Math.round((this.dayStart(e)-this.dayStart(t))/B);if(n===0||n===-1){let e=new Intl.RelativeTimeFormat(this.language,{numeric:`auto`}).format(n,`day`);return e.charAt(0).toLocaleUpperCase(this.language)+e.slice(1)}return this.dayKey(e).slice(0,4)===this.dayKey(t).slice(0,4)?this.format(`day`,{weekday:`long`,day:`numeric`,month:`long`}).format(e):this.format(`year`,{weekday:`long`,day:`numeric`,month:`long`,year:`numeric`}).format(e)}moment(e){return Rt(this.format(`moment`,{month:`short`,day:`numeric`,hour:`numeric`,minute:`2-digit`}).format(e))}full(e){return this.format(`full`,{weekday:`long`,day:`numeric`,month:`long`,year:`numeric`,hour:`numeric`,minute:`2-digit`,second:`2-digit`}).format(e)}ago(e,t){let n=e.getTime()-t.getTime(),r=Math.abs(n),i=new Intl.RelativeTimeFormat(this.language,{numeric:`auto`});return r<R?i.format(0,`second`):r<z?i.format(Math.trunc(n/R),`minute`):r<B?i.format(Math.trunc(n/z),`hour`):i.format(Math.round((this.dayStart(e)-this.dayStart(t))/B),`day`)}short(e,t){let n=e.getTime()-t.getTime(),r=Math.abs(n),i=new Intl.RelativeTimeFormat(this.language,{style:`short`});return r<R?i.format(Math.trunc(n/Pt),`second`):r<z?i.format(Math.round(n/R),`minute`):r<B?i.format(Math.round(n/z),`hour`):i.format(Math.round(n/B),`day`)}span(e){let t=Date.parse(e);return{start:this.midnight(t),end:this.midnight(t+B)}}dayKey(e){let t=this.keyFormat.formatToParts(e),n=e=>t.find(t=>t.type===e)?.value??``;return`${n(`year`)}-${n(`month`)}-${n(`day`)}`}number(e){return new Intl.NumberFormat(this.language).format(e)}weekday(e,t){return new Intl.DateTimeFormat(this.language,{weekday:t,timeZone:`UTC`}).format(It+e*B)}hour(e){return new Intl.DateTimeFormat(this.language,{hour:`numeric`,hourCycle:this.hourCycle,timeZone:`UTC`}).format(It+e*z)}list(e){return new Intl.ListFormat(this.language,{type:`conjunction`,style:`narrow`}).format(e)}get keyFormat(){return this.cached(`key`,`en`,{calendar:`gregory`,numberingSystem:`latn`,year:`numeric`,month:`2-digit`,day:`2-digit`})}midnight(e){let t=e;for(let n=0;n<2;n++)t=e-this.offset(t);return new Date(t)}offset(e){let t=new Map(this.clockFormat.formatToParts(e).map(({type:e,value:t})=>[e,Number(t)])),n=e=>t.get(e)??0;return Date.UTC(n(`year`),n(`month`)-1,n(`day`),n(`hour`),n(`minute`))-Math.floor(e/R)*R}get clockFormat(){return this.cached(`clock`,`en`,{calendar:`gregory`,numberingSystem:`latn`,year:`numeric`,month:`numeric`,day:`numeric`,hour:`numeric`,minute:`numeric`,hourCycle:`h23`})}dayStart(e){return Date.parse(this.dayKey(e))}format(e,t){return this.cached(e,this.language,{...t,...t.hour&&{hourCycle:this.hourCycle}})}cached(e,t,n){let r=this.formats.get(e);return r||(r=new Intl.DateTimeFormat(t,{...n,timeZone:this.timeZone}),this.formats.set(e,r)),r}first(e){let t=Ft.indexOf(e??``);if(t>=0)return t;let n=new Intl.Locale(this.language);return((n.getWeekInfo?.()??n.weekInfo)?.firstDay??1)-1}},Bt=class{constructor(e){this.changed=e,this.asked=``}async read(e,t,n){let r=JSON.stringify([t,n]);if(r!==this.asked&&t.length){this.asked=r;try{let{status:n}=await e.callWS({type:`tuya_door_lock/status`,device_ids:t,language:e.locale.language});if(r!==this.asked)return;this.locks=new Map(Object.entries(n))}catch{if(r!==this.asked)return;this.locks=void 0}this.changed()}}get failing(){return[...this.locks??[]].filter(([,e])=>e.error!==null)}get isRead(){return!!this.locks&&[...this.locks.values()].every(e=>e.last_read!==null)}},Vt=100,Ht=500,Ut=1e4,Wt=class{constructor(e){this.changed=e,this.records=[],this.users=[],this.nameless=[],this.methods=[],this.total=0,this.state=`loading`,this.error=``,this.changes=0,this.devices=[],this.filter={},this.cursor=null,this.question=0,this.isLoadingMore=!1,this.session=0,this.reconnected=()=>{this.hass&&this.follow(this.hass,this.devices,this.filter)}}get hasMore(){return this.cursor!==null}get pageSize(){return Math.min(Math.max(this.records.length,Vt),Ht)}follow(e,t,n={}){this.stop(),this.hass=e,this.devices=t,this.filter=n,this.state=`loading`,e.connection.addEventListener(`ready`,this.reconnected),this.subscribe(),this.reload(Vt)}stop(){this.session+=1,this.question+=1,this.isLoadingMore=!1,clearTimeout(this.retry),this.hass?.connection.removeEventListener(`ready`,this.reconnected),this.end(this.unsubscribe),this.unsubscribe=void 0}async search(e){this.filter=e,await this.reload(Vt)}async more(){if(this.cursor===null||this.isLoadingMore||!this.hass)return;let e=this.question;this.isLoadingMore=!0;try{let t=await this.ask(this.pageSize,this.filter,this.cursor);if(e!==this.question)return;this.merge(t.records),this.cursor=t.cursor,this.state=`ready`}catch(t){if(e!==this.question)return;this.fail(t)}finally{e===this.question&&(this.isLoadingMore=!1)}this.changed()}async reload(e=this.pageSize){let t=this.question+=1;this.isLoadingMore=!1;try{let[n,r]=await Promise.all([this.ask(e,this.filter),this.ask(1,{kind:`unlock`})]);if(t!==this.question)return;this.records=n.records,this.cursor=n.cursor,this.total=n.total,this.users=n.users,this.nameless=n.nameless,this.methods=n.methods,this.last=r.records[0],this.state=`ready`,this.changes+=1}catch(e){if(t!==this.question)return;this.fail(e)}this.changed()}async subscribe(){let e=this.session,t;try{t=await this.hass.connection.subscribeMessage(t=>{e===this.session&&this.receive(t)},{type:`tuya_door_lock/subscribe`,device_ids:this.devices},{resubscribe:!1})}catch{e===this.session&&(this.retry=setTimeout(this.reconnected,Ut));return}e===this.session?this.unsubscribe=t:this.end(t)}end(e){Promise.resolve(e?.()).catch(()=>void 0)}receive(e){if(e.type===`changed`||Object.values(this.filter).some(Boolean)){this.reload();return}let t=new Set(this.records.map(P));this.total+=e.records.filter(e=>!t.has(P(e))).length;let n=this.hasMore?this.records.at(-1)?.occurred_at:void 0;this.merge(e.records.filter(e=>!n||e.occurred_at>=n));for(let t of e.records){let{user:e,method:n}=t,r=e===t.credential?`nameless`:`users`;e!==null&&!this.users.includes(e)&&!this[r].includes(e)&&(this[r]=[...this[r],e]),n!==null&&!this.methods.includes(n)&&(this.methods=[...this.methods,n]),t.kind===`unlock`&&!(this.last&&this.last.occurred_at>t.occurred_at)&&(this.last=t)}this.changed()}async table(){let{csv:e}=await this.hass.callWS({type:`tuya_door_lock/export`,...this.conditions(this.filter)});return e}ask(e,t,n){return this.hass.callWS({type:`tuya_door_lock/records`,...this.conditions(t),limit:e,...n!==void 0&&{before:n}})}conditions(e){let{device:t,kind:n,method:r,user:i,search:a,day:o}=e,s=o?new zt(this.hass).span(o):void 0;return{device_ids:t?[t]:this.devices,...s&&{start:s.start.toISOString(),end:s.end.toISOString()},...n&&{kinds:[n]},...r&&{methods:[r]},...i&&{users:[i]},...a&&{search:a}}}merge(e){let t=this.records.at(-1)?.occurred_at,n=new Map(this.records.map(e=>[P(e),e])),r=!0;for(let i of e)n.set(P(i),i),t!==void 0&&i.occurred_at>t&&(r=!1);let i=[...n.values()];this.records=r?i:i.sort((e,t)=>Gt(t.occurred_at,e.occurred_at))}fail(e){this.state=`failed`,this.error=e instanceof Error?e.message:V(e)}};function Gt(e,t){return e<t?-1:Number(e>t)}function V(e){let t=e?.message;return typeof t==`string`?t:``}function Kt(e,t){let n=URL.createObjectURL(new Blob([`﻿`,e],{type:`text/csv;charset=utf-8`})),r=document.createElement(`a`);r.href=n,r.download=t,r.click(),setTimeout(()=>{URL.revokeObjectURL(n)},1e4)}var qt=3e4,Jt=5e3;function Yt(e){return{...e,duress_suspected:!1}}var H=class extends O{constructor(...e){super(...e),this.view=`log`,this.isFiltering=!1,this.filter={},this.tableError=``,this.revision=0,this.ticks=0,this.locks=[],this.followed=``,this.wordsOf=[],this.rows=[],this.rowsFrom=[],this.log=new Wt(()=>{this.revision+=1}),this.freshness=new Bt(()=>{this.revision+=1}),this.loadTexts=()=>{this.hass&&!Ct(this.hass)&&this.hass.loadBackendTranslation?.(`entity`,ot)},this.toggleFilters=async()=>{this.isFiltering=!this.isFiltering,await this.updateComplete,this.isFiltering&&await this.header?.focusSearch()},this.toggleView=()=>{this.view=this.view===`log`?`pattern`:`log`},this.filterChanged=({detail:e})=>{this.setFilter(e)},this.download=async()=>{this.tableError=``;try{Kt(await this.log.table(),`door-log-${this.words.format.dayKey(new Date)}.csv`)}catch(e){this.tableError=V(e)||`?`}},this.more=()=>{this.log.more()},this.retry=()=>{this.log.reload()},this.chosen=e=>{this.details?.show(e.detail)}}static getConfigForm(){return ht()}static getStubConfig(e){return gt(e)}setConfig(e){mt(e),this.config=e}getCardSize(){return this.shows(`log`)||this.shows(`pattern`)?10:2}getGridOptions(){return this.shows(`log`)||this.shows(`pattern`)?{columns:12,min_columns:6,rows:10,min_rows:6}:{columns:6,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.ticking=setInterval(()=>{this.ticks+=1},qt),this.loading=setTimeout(this.loadTexts,Jt),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.ticking),clearTimeout(this.loading),this.log.stop(),this.followed=``}shouldUpdate(e){let t=e.get(`hass`);if(e.size>1||!t||!this.hass||!this.locks.length)return!0;let{hass:n}=this;return t.entities!==n.entities||t.devices!==n.devices||t.locale!==n.locale||t.localize!==n.localize||t.user!==n.user||t.connection!==n.connection||[...this.watched()].some(e=>t.states[e]!==n.states[e])}willUpdate(e){let{hass:t,config:n}=this;if(!t||!n)return;let r=e.get(`hass`);(!(r&&r.entities===t.entities&&r.devices===t.devices)||!this.followed||e.size>1)&&(this.locks=ct(t,n)),this.updateWords(t);let i=this.locks.map(e=>e.device).join(` `);this.isConnected&&(i!==this.followed||r&&r.connection!==t.connection)&&(this.followed=i,this.filter={},this.locks.length?this.log.follow(t,this.locks.map(e=>e.device)):this.log.stop()),!this.shows(`log`)&&this.shows(`pattern`)&&(this.view=`pattern`),this.shows(`pattern`)||(this.view=`log`),this.updateRows();let{changes:a,last:o,total:s}=this.log;this.freshness.read(t,i?i.split(` `):[],[this.ticks,a,o?.record_id,s])}render(){let{hass:e,words:t,locks:n}=this;if(!e||!t)return x`<ha-card></ha-card>`;let{localize:r}=t;if(!n.length)return x`<ha-card><div class="empty"><ha-icon .icon=${`mdi:lock-question`}></ha-icon><p>${r(`no_locks`)}</p></div></ha-card>`;let i=this.view===`log`;return x`
      <ha-card @record-chosen=${this.chosen}>
        ${this.renderHeader(r)} ${this.shows(`duress`)?this.renderDuress(e,t):w}
        ${this.renderLast(e,t)} ${this.shows(`log`)&&i?this.renderLog(t):w}
        ${this.shows(`pattern`)&&!i?this.renderPattern(e,t):w}
        <tuya-door-lock-foot
          .words=${t}
          .locks=${n}
          .freshness=${this.freshness}
          ?isAdmin=${e.user?.is_admin??!1}
          ?isSmall=${!this.shows(`log`)&&!this.shows(`pattern`)||this.hasFilters&&this.isFiltering}
          .revision=${this.revision}
        ></tuya-door-lock-foot>
      </ha-card>
      <tuya-door-lock-details
        .hass=${e}
        .words=${t}
        .locks=${n}
        .changes=${this.log.changes}
      ></tuya-door-lock-details>
    `}get hasFilters(){return this.shows(`log`)&&this.shows(`filters`)&&this.view===`log`}renderHeader(e){return x`
      <tuya-door-lock-header
        .localize=${e}
        .heading=${this.config?.title??(this.locks.length===1?this.locks[0].name:e(`locks`))}
        .view=${this.view}
        .filter=${this.filter}
        ?hasFilters=${this.hasFilters}
        ?isSearching=${this.hasFilters&&this.isFiltering}
        ?hasViews=${this.shows(`log`)&&this.shows(`pattern`)}
        @filters-toggled=${this.toggleFilters}
        @view-toggled=${this.toggleView}
        @filter-changed=${this.filterChanged}
      ></tuya-door-lock-header>
    `}get glance(){let e=this.view===`log`&&(this.isFiltering||Nt(this.filter)),{last:t}=this.log;if(t&&this.shows(`last`)&&!e)return this.shows(`duress`)?t:Yt(t)}renderLast(e,t){let n=this.glance;return!n&&(!this.shows(`last`)||this.shows(`log`))?w:x`
      <tuya-door-lock-glance
        .hass=${e}
        .words=${t}
        .lock=${this.locks.find(e=>e.device===n?.device_id)}
        .record=${n}
        .placeholder=${t.localize(this.emptyText(`no_access`))}
        .revision=${this.revision}
      ></tuya-door-lock-glance>
    `}renderDuress(e,t){return this.locks.filter(t=>t.duress&&e.states[t.duress]?.state===`on`).map(n=>x`
          <tuya-door-lock-duress .hass=${e} .words=${t} .lock=${n}></tuya-door-lock-duress>
        `)}renderLog(e){let{localize:t}=e,{log:n}=this,r=!n.records.length;return x`
      ${this.hasFilters&&this.isFiltering?x`
            <tuya-door-lock-filters
              .words=${e}
              .locks=${this.locks}
              .log=${n}
              .filter=${this.filter}
              .error=${this.tableError}
              .revision=${this.revision}
              @filter-changed=${this.filterChanged}
              @download=${this.download}
            ></tuya-door-lock-filters>
          `:w}
      ${n.state===`failed`?x`
            <div class="banner warning" role="alert">
              <ha-icon .icon=${`mdi:cloud-alert`}></ha-icon>
              <span class="text">${t(`failed_log`)}<span class="quiet">${n.error}</span></span>
              <button class="action" @click=${this.retry}>${t(`retry`)}</button>
            </div>
          `:w}
      ${r&&n.state===`loading`?x`<div class="ghosts" role="status" aria-label=${t(`loading`)}>${[1,2,3,4].map(()=>x`<i></i>`)}</div>`:w}
      ${r&&n.state===`ready`?x`
            <div class="empty" role="status">
              <ha-icon .icon=${`mdi:text-search`}></ha-icon>
              <p>${t(this.emptyText(`no_records`))}</p>
            </div>
          `:w}
      ${this.rows.length?x`
            <tuya-door-lock-log
              .rows=${this.rows}
              .words=${e}
              ?hasMore=${n.hasMore}
              ?fill=${this.layout===`grid`}
              @more=${this.more}
            ></tuya-door-lock-log>
          `:w}
    `}emptyText(e){return Nt(this.filter)?`nothing_found`:this.log.state===`loading`||!this.freshness.locks?`loading`:this.freshness.isRead?this.freshness.failing.length?`failed_log`:e:`not_read_yet`}renderPattern(e,t){return x`
      <tuya-door-lock-week
        .hass=${e}
        .words=${t}
        .devices=${this.followed.split(` `)}
        .log=${this.log}
        .revision=${this.revision}
      ></tuya-door-lock-week>
    `}shows(e){let t=this.config?.show;return(t?.length?t:M).includes(e)}*watched(){for(let{duress:e,picture:t}of this.locks)e&&(yield e),t&&(yield t);this.log.last?.person&&(yield this.log.last.person)}updateWords(e){let t=[e.locale,e.localize,e.config.time_zone,this.locks];if(t.every((e,t)=>e===this.wordsOf[t]))return;this.wordsOf=t;let n=new Map(this.locks.map(e=>[e.device,e.name]));this.words={localize:it(e.locale.language),format:new zt(e),lockName:e=>n.size>1?n.get(e):void 0,backend:t=>e.localize(t)}}updateRows(){let e=this.words.format,t=new Date,n=this.glance&&P(this.glance),r=[this.log.records,e,e.dayKey(t),this.config,n];if(r.every((e,t)=>e===this.rowsFrom[t]))return;this.rowsFrom=r;let i=this.shows(`duress`)?this.log.records:this.log.records.filter(e=>e.alarm!==`duress`).map(Yt),[a,...o]=i;this.rows=yt(a&&P(a)===n?o:i,e,t)}async setFilter(e){this.filter=e,this.tableError=``,await this.log.search(e),await this.updateComplete,await this.list?.showTop()}static{this.styles=[N,qe]}};I([k({attribute:!1})],H.prototype,`hass`,void 0),I([k({reflect:!0})],H.prototype,`layout`,void 0),I([A()],H.prototype,`config`,void 0),I([A()],H.prototype,`view`,void 0),I([A()],H.prototype,`isFiltering`,void 0),I([A()],H.prototype,`filter`,void 0),I([A()],H.prototype,`tableError`,void 0),I([A()],H.prototype,`revision`,void 0),I([A()],H.prototype,`ticks`,void 0),I([j(`tuya-door-lock-header`)],H.prototype,`header`,void 0),I([j(`tuya-door-lock-log`)],H.prototype,`list`,void 0),I([j(`tuya-door-lock-details`)],H.prototype,`details`,void 0);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var Xt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Zt=e=>(...t)=>({_$litDirective$:e,values:t}),Qt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:$t}=ze,en=e=>e,tn=e=>e.strings===void 0,nn=()=>document.createComment(``),U=(e,t,n)=>{
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new $t(r.insertBefore(nn(),i),r.insertBefore(nn(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=en(e).nextSibling;en(r).insertBefore(e,i),e=t}}}return n},W=(e,t,n=e)=>(e._$AI(t,n),e),rn={},an=(e,t=rn)=>e._$AH=t,on=e=>e._$AH,sn=e=>{e._$AR(),e._$AA.remove()},cn=Zt(class extends Qt{constructor(){
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
super(...arguments),this.key=w}render(e,t){return this.key=e,t}update(e,[t,n]){return t!==this.key&&(an(e),this.key=t),n}}),{access:ln,alarm:un,doorbell:dn}={event:{access:{default:`mdi:door`,state_attributes:{event_type:{default:`mdi:door`,state:{app:`mdi:cellphone-key`,ble:`mdi:bluetooth`,card:`mdi:card-account-details`,double:`mdi:account-multiple-check`,dynamic:`mdi:form-textbox-password`,emergency:`mdi:alarm-light`,eye:`mdi:eye`,face:`mdi:face-recognition`,finger_vein:`mdi:hand-front-right`,fingerprint:`mdi:fingerprint`,geofence:`mdi:map-marker-radius`,hand:`mdi:hand-back-right`,identity_card:`mdi:smart-card`,inside:`mdi:door-closed`,key:`mdi:key`,offline_clear:`mdi:lock-remove`,offline_clear_single:`mdi:lock-remove`,offline_pd:`mdi:form-textbox-password`,other:`mdi:lock-open-variant`,password:`mdi:dialpad`,phone_remote:`mdi:cellphone-key`,remote:`mdi:remote`,special:`mdi:fingerprint`,telecontrol:`mdi:remote`,temporary:`mdi:lock-clock`,voice_remote:`mdi:account-voice`,late:`mdi:clock-alert`}}}},alarm:{default:`mdi:shield-alert`,state_attributes:{event_type:{default:`mdi:shield-alert`,state:{defense:`mdi:shield-alert`,duress:`mdi:alarm-light`,key_in:`mdi:key-alert`,low_battery:`mdi:battery-alert`,other:`mdi:alert`,power_off:`mdi:power-plug-off`,pry:`mdi:door-sliding-lock`,shock:`mdi:vibrate`,stay_alarm:`mdi:account-clock`,tongue_bad:`mdi:lock-alert`,tongue_not_out:`mdi:lock-open-alert`,too_hot:`mdi:thermometer-alert`,unclosed_time:`mdi:door-open`,wrong_card:`mdi:card-off`,wrong_face:`mdi:emoticon-confused`,wrong_finger:`mdi:fingerprint-off`,wrong_finger_vein:`mdi:hand-front-right-outline`,wrong_hand:`mdi:hand-back-right-off`,wrong_password:`mdi:lock-question`,late:`mdi:clock-alert`,repeated_attempts:`mdi:lock-alert`,new_credential:`mdi:key-plus`}}}},doorbell:{default:`mdi:doorbell`,state_attributes:{event_type:{default:`mdi:doorbell`,state:{late:`mdi:clock-alert`}}}},person_access:{default:`mdi:account-key`}}}.event,fn=ln.state_attributes.event_type.state,pn=un.state_attributes.event_type.state,mn=new Set([`low_battery`,`unclosed_time`,`power_off`,`tongue_not_out`,`key_in`]);function hn(e){switch(e.kind){case`unlock`:return fn[e.method??``]??ln.default;case`alarm`:return pn[e.notice??e.alarm??``]??un.default;case`doorbell`:return dn.default}}function gn(e){return e.alarm===`duress`||e.duress_suspected?`danger`:e.kind===`doorbell`||e.notice===`new_credential`?`notice`:e.kind===`unlock`?`access`:vt(e)||mn.has(e.alarm??``)?`warning`:`danger`}var _n=1e3;function vn(e){return x`
    <dl>
      ${e.map(([e,t])=>t?x`<div><dt>${e}</dt><dd><bdi>${t}</bdi></dd></div>`:w)}
    </dl>
  `}var G=class extends O{constructor(...e){super(...e),this.locks=[],this.changes=0,this.close=()=>{this.dialog.close()},this.clicked=e=>{e.target===this.dialog&&this.close()}}async show(e){this.row=e,this.kept=void 0,await this.updateComplete,this.dialog.open||this.dialog.showModal(),this.pictureNow(e)||await this.findPicture(e)}updated(e){e.has(`changes`)&&this.row&&this.updateRow(this.row)}render(){let{row:e,words:t}=this;return x`
      <dialog
        aria-labelledby="title"
        @click=${this.clicked}
        @close=${()=>{this.row=void 0}}
      >
        ${e?x`
              <header role="none">
                <span class="disc ${gn(e.records[0])}"><ha-icon .icon=${hn(e.records[0])}></ha-icon></span>
                <span class="head">
                  <h2 id="title"><bdi>${Ot(t,e)}</bdi></h2>
                  <bdi class="quiet">${t.format.full(new Date(e.records[0].occurred_at))}</bdi>
                </span>
                <button class="icon" aria-label=${t.localize(`close`)} @click=${this.close}>
                  <ha-icon .icon=${`mdi:close`}></ha-icon>
                </button>
              </header>
              <div class="body">
                ${this.renderPicture(e)} ${e.records.length>1?this.renderRun(e):w}
                ${vn(this.facts(e))} ${this.renderMore(e.records[0])}
                ${cn(e.key,this.renderNaming(e.records[0]))}
              </div>
            `:w}
      </dialog>
    `}async updateRow(e){let t=e.records.map(e=>Date.parse(e.occurred_at));try{let n=await this.hass.callWS({type:`tuya_door_lock/records`,device_ids:[e.records[0].device_id],start:new Date(Math.min(...t)).toISOString(),end:new Date(Math.max(...t)+1).toISOString(),limit:_n});if(this.row!==e)return;let r=new Map(n.records.map(e=>[P(e),e])),i=e.records.map(e=>({...r.get(P(e))??e,duress_suspected:e.duress_suspected}));this.row={...e,records:i}}catch{}}lock(e){return this.locks.find(t=>t.device===e.device_id)}renderPicture(e){let t=this.pictureNow(e)??this.kept;return t?x`<tuya-door-lock-photo .src=${t} .words=${this.words}></tuya-door-lock-photo>`:w}pictureNow(e){for(let t of e.records){let e=this.lock(t)?.picture;if((e&&this.hass.states[e]?.attributes.record_id)===t.record_id)return lt(this.hass,e)}}async findPicture(e){let t=e.records.find(e=>e.picture);if(t)try{let{url:n}=await this.hass.callWS({type:`tuya_door_lock/picture`,device_id:t.device_id,record_id:t.record_id});n&&this.row?.key===e.key&&(this.kept=this.hass.hassUrl?.(n)??n)}catch{}}renderRun(e){let{words:t}=this;return x`
      <ul>
        ${e.records.map(e=>x`
            <li>
              <ha-icon class="quiet" .icon=${hn(e)}></ha-icon>
              <bdi class="cut">${[Et(t,e.alarm??`other`),F(t,e)].filter(Boolean).join(` · `)}</bdi>
              <span class="quiet">${t.format.time(new Date(e.occurred_at))}</span>
            </li>
          `)}
      </ul>
    `}facts(e){let{localize:t,format:n}=this.words,[r]=e.records,i=Ot(this.words,e),a=e=>e===i?void 0:e,o=a(F(this.words,r)),s=t(`yes`);return[[t(`lock`),this.lock(r)?.name],[t(`person`),r.participants.length?void 0:o],[t(`participants`),r.participants.length?o:void 0],[t(`what`),a(r.alarm&&Et(this.words,r.alarm))],[t(`method`),At([r.method&&Tt(this.words,r.method),r.credential],i)],[t(`count`),r.count>1?n.number(r.count):void 0],[t(`late_long`),r.late?s:void 0],[t(`guess`),r.uncertain?s:void 0],[t(`duress_suspected`),r.duress_suspected?s:void 0]]}renderMore(e){let{localize:t}=this.words;return this.hass.user?.is_admin?x`
      <details>
        <summary>${t(`more`)}</summary>
        ${vn([[t(`slot`),e.slot===null?void 0:String(e.slot)],[t(`code`),e.code],[t(`record_id`),e.record_id]])}
      </details>
    `:w}renderNaming(e){return e.slot===null||e.method===null||!this.hass.user?.is_admin?w:x`
      <tuya-door-lock-naming .hass=${this.hass} .words=${this.words} .record=${e}></tuya-door-lock-naming>
    `}static{this.styles=[N,u`
      dialog {
        width: min(480px, calc(100vw - 32px));
        max-height: calc(100dvh - 64px);
        padding: 0;
        border: 0;
        border-radius: var(--ha-dialog-border-radius, 24px);
        color: inherit;
        background: var(--ha-dialog-surface-background, var(--card-background-color, #fff));
        box-shadow: var(--dialog-box-shadow, 0 8px 32px rgba(0, 0, 0, 0.3));
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.4);
      }
      header {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 16px 12px 12px 20px;
        padding-inline: 20px 12px;
      }
      .head {
        flex: 1;
        min-width: 0;
      }
      .head .quiet {
        display: block;
        /* No "PM" in a line of its own. */
        text-wrap: balance;
      }
      h2 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .body {
        overflow-y: auto;
        padding: 0 20px 20px;
      }
      dl,
      ul {
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }
      dl div,
      li {
        display: flex;
        gap: 16px;
        padding: 7px 0;
        border-top: 1px solid var(--line);
      }
      li {
        align-items: center;
        gap: 10px;
        --mdc-icon-size: 18px;
      }
      li bdi {
        flex: 1;
      }
      dt {
        flex: 0 0 36%;
        color: var(--quiet);
      }
      dd {
        flex: 1;
        min-width: 0;
        margin: 0;
        overflow-wrap: anywhere;
      }
      dl:has(+ details) {
        margin: 0;
      }
      details {
        margin-bottom: 16px;
        border-top: 1px solid var(--line);
      }
      summary {
        padding: 10px 0;
        color: var(--quiet);
        cursor: pointer;
      }
      details dl {
        margin: 0;
      }
      @media (max-width: 600px) {
        dialog {
          width: 100vw;
          max-width: none;
          margin: auto 0 0;
          padding-bottom: env(safe-area-inset-bottom, 0);
          border-end-start-radius: 0;
          border-end-end-radius: 0;
        }
      }
    `]}};I([k({attribute:!1})],G.prototype,`hass`,void 0),I([k({attribute:!1})],G.prototype,`words`,void 0),I([k({attribute:!1})],G.prototype,`locks`,void 0),I([k({attribute:!1})],G.prototype,`changes`,void 0),I([A()],G.prototype,`row`,void 0),I([A()],G.prototype,`kept`,void 0),I([j(`dialog`)],G.prototype,`dialog`,void 0);var K=class extends O{constructor(...e){super(...e),this.isAsking=!1,this.error=``,this.ask=async()=>{this.isAsking=!0,await this.updateComplete,this.renderRoot.querySelector(`.cancel`)?.focus()},this.cancel=()=>{this.isAsking=!1},this.acknowledge=async()=>{this.isAsking=!1,this.error=``;try{await this.hass.callService(`button`,`press`,{entity_id:this.lock.acknowledge},void 0,!1)}catch(e){this.error=await this.refusal(e)||V(e)||this.words.localize(`failed`)}}}render(){let{lock:e,words:t}=this,{localize:n}=t,r=yn(e,this.hass.states[e.duress??``]),i=this.isAsking?n(`acknowledge_question`):r&&this.facts(r);return x`
      <div class="banner danger" role="alert">
        <ha-icon .icon=${`mdi:alarm-light`}></ha-icon>
        <button class="text" ?disabled=${!r} @click=${()=>{this.open(r)}}>
          <strong>${n(`duress_at`,{lock:e.name})}</strong>
          ${i?x`<bdi>${i}</bdi>`:w}
        </button>
        ${this.error?x`<span class="wide">${this.error}</span>`:w}
        ${e.acknowledge?this.renderButtons():w}
      </div>
    `}renderButtons(){let{localize:e}=this.words;return this.isAsking?x`
      <span class="buttons">
        <button class="action cancel" @click=${this.cancel}>${e(`cancel`)}</button>
        <button class="action main" @click=${this.acknowledge}>${e(`acknowledge`)}</button>
      </span>
    `:x`<button class="action main" @click=${this.ask}>${e(`acknowledge`)}</button>`}facts(e){let{words:t}=this,n=new Date(e.occurred_at),{format:r}=t;return At([F(t,e),e.method&&Tt(t,e.method),e.credential,`${r.day(n,new Date)}, ${r.time(n)}`].map(e=>e?.replaceAll(` `,`\xA0`)))}open(e){if(!e)return;let t={type:`records`,key:P(e),records:[e]};this.dispatchEvent(new CustomEvent(`record-chosen`,{detail:t,bubbles:!0}))}async refusal(e){return V(e)===`Unauthorized`?(await this.hass.loadBackendTranslation?.(`exceptions`,`tuya_door_lock`))?.(`component.tuya_door_lock.exceptions.not_allowed.message`)??``:``}static{this.styles=[N,u`
      :host {
        display: block;
        flex: none;
      }
      strong {
        font-weight: 500;
      }
      .text bdi {
        overflow-wrap: anywhere;
        font-size: var(--ha-font-size-s, 12px);
      }
      .text:disabled {
        cursor: default;
      }
      .wide {
        flex: 1 0 100%;
      }
      .buttons {
        display: flex;
        gap: 8px;
        margin-inline-start: auto;
      }
    `]}};I([k({attribute:!1})],K.prototype,`hass`,void 0),I([k({attribute:!1})],K.prototype,`words`,void 0),I([k({attribute:!1})],K.prototype,`lock`,void 0),I([A()],K.prototype,`isAsking`,void 0),I([A()],K.prototype,`error`,void 0);function yn(e,t){let n=t?.attributes;if(typeof n?.record_id!=`string`||typeof n.occurred_at!=`string`)return;let r=e=>{let t=n[e];return typeof t==`string`?t:null};return{device_id:e.device,record_id:n.record_id,occurred_at:n.occurred_at,kind:`alarm`,type:`duress`,alarm:`duress`,method:r(`method`),notice:null,code:r(`code`)??``,slot:typeof n.slot==`number`?n.slot:null,user:r(`user`),person:r(`person`),credential:r(`credential`),participants:[],late:n.late===!0,count:1,uncertain:n.uncertain===!0,duress_suspected:!1,bindable:n.bindable===!0,picture:n.picture===!0}}var bn=5e3,q=class extends O{constructor(...e){super(...e),this.locks=[],this.isAdmin=!1,this.isSmall=!1,this.revision=0,this.now=new Date}connectedCallback(){super.connectedCallback(),this.ticking=setInterval(()=>{this.now=new Date},bn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.ticking)}willUpdate(){this.now=new Date}render(){let{freshness:e}=this;if(e.failing.length)return x`${this.faults().map(e=>this.renderFault(...e))}`;let t=this.age([...e.locks?.values()??[]]);return t&&!this.isSmall?x`<p class="quiet">${t}</p>`:w}renderFault({error:e,last_read:t,needs_owner:n},r){let{localize:i,format:a}=this.words,o=t?i(`not_read_since`,{when:a.moment(new Date(t))}):i(`not_read_yet`);return x`
      <div class="banner warning" role="alert">
        <ha-icon .icon=${`mdi:cloud-alert`}></ha-icon>
        <span class="text">
          <span>${r.length?x`<strong>${a.list([...r])}</strong> · `:w}${o}</span>
          <span class="quiet">${e}</span>
          ${n&&this.isAdmin?x`<a href="/config/repairs">${i(`what_to_do`)}</a>`:w}
        </span>
      </div>
    `}faults(){let e=new Map;for(let[t,n]of this.freshness.failing){let r=JSON.stringify([n.error,n.last_read===null]),i=e.get(r)??[{...n},[]];n.last_read&&n.last_read<i[0].last_read&&(i[0].last_read=n.last_read),i[1].push(this.locks.find(e=>e.device===t)?.name??``),e.set(r,i)}return[...e.values()].map(([e,t])=>[e,t.length<this.locks.length?t:[]])}age(e){let{localize:t,format:n}=this.words,r=e=>e.map(e=>e?Date.parse(e):NaN),i=Math.min(...r(e.map(e=>e.last_read)));if(!e.length)return``;if(Number.isNaN(i))return t(`not_read_yet`);let a=n.short(new Date(Math.min(i,this.now.getTime())),this.now);if(e.every(e=>e.is_listening))return t(`listening_read`,{read:a});let o=Math.min(...r(e.map(e=>e.next_read)).filter(e=>e>this.now.getTime()));return Number.isFinite(o)?t(`read_next`,{read:a,next:n.short(new Date(o),this.now)}):t(`read_last`,{read:a})}static{this.styles=[N,u`
      :host {
        display: block;
        flex: none;
      }
      p {
        margin: 0;
        padding: 5px 16px;
        border-top: 1px solid var(--line);
        font-size: var(--ha-font-size-s, 12px);
      }
      .banner {
        margin-top: 8px;
      }
      strong {
        font-weight: 500;
      }
      a {
        color: color-mix(in srgb, var(--accent) 50%, var(--primary-text-color, #212121));
      }
    `]}};I([k({attribute:!1})],q.prototype,`words`,void 0),I([k({attribute:!1})],q.prototype,`locks`,void 0),I([k({attribute:!1})],q.prototype,`freshness`,void 0),I([k({type:Boolean})],q.prototype,`isAdmin`,void 0),I([k({type:Boolean})],q.prototype,`isSmall`,void 0),I([k({attribute:!1})],q.prototype,`revision`,void 0),I([A()],q.prototype,`now`,void 0);var J=class extends O{constructor(...e){super(...e),this.placeholder=``,this.revision=0}render(){let{record:e,words:t}=this;if(!e)return x`
        <div class="last">
          <span class="disc"><ha-icon .icon=${`mdi:door`}></ha-icon></span>
          <span class="quiet">${this.placeholder}</span>
        </div>
      `;let n={type:`records`,key:P(e),records:[e]},r=this.picture(e);return x`
      <button
        class="last"
        @click=${()=>{this.dispatchEvent(new CustomEvent(`record-chosen`,{detail:n,bubbles:!0}))}}
      >
        <span class="disc">
          ${r?x`<img src=${r} alt="" />`:x`<ha-icon .icon=${hn(e)}></ha-icon>`}
        </span>
        <span class="text">
          <span class="unseen">${t.localize(`last_access`)}</span>
          <bdi class="name cut">${Ot(t,n)}</bdi>
          <span class="quiet">
            <bdi>${t.format.ago(new Date(e.occurred_at),new Date)}</bdi> ·
            <bdi>${kt(t,n)||t.localize(`last_access`)}</bdi>
          </span>
        </span>
      </button>
    `}picture(e){let{hass:t,lock:n}=this,r=t.states[n?.picture??``]?.attributes.record_id;return lt(t,e.person)??(r===e.record_id?lt(t,n?.picture):void 0)}static{this.styles=[N,u`
      :host {
        display: block;
        flex: none;
      }
      .last {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        padding: 4px 16px 12px;
      }
      .disc {
        width: 48px;
        height: 48px;
        --mdc-icon-size: 26px;
      }
      .name {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 1.3;
      }
      .text .quiet {
        overflow-wrap: anywhere;
      }
      @container (max-width: 150px) {
        .disc {
          display: none;
        }
      }
    `]}};I([k({attribute:!1})],J.prototype,`hass`,void 0),I([k({attribute:!1})],J.prototype,`words`,void 0),I([k({attribute:!1})],J.prototype,`lock`,void 0),I([k({attribute:!1})],J.prototype,`record`,void 0),I([k({attribute:!1})],J.prototype,`placeholder`,void 0),I([k({attribute:!1})],J.prototype,`revision`,void 0);var xn=300,Y=class extends O{constructor(...e){super(...e),this.heading=``,this.view=`log`,this.filter={},this.hasFilters=!1,this.isSearching=!1,this.hasViews=!1,this.searched=e=>{let t=e.target.value.trim();clearTimeout(this.typing),this.typing=setTimeout(()=>{this.send(`filter-changed`,{...this.filter,search:t})},xn)}}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.typing)}async focusSearch(){await this.updateComplete,this.renderRoot.querySelector(`input`)?.focus()}render(){let{localize:e,isSearching:t}=this;return x`
      <header role="none">
        <h2 class="cut ${t?`unseen`:``}"><bdi>${this.heading}</bdi></h2>
        ${t?x`
              <input
                class="field"
                type="search"
                name="search"
                placeholder=${e(`search`)}
                aria-label=${e(`search`)}
                .value=${this.filter.search??``}
                @input=${this.searched}
              />
            `:w}
        ${this.hasFilters?this.renderFilterButton():w} ${this.hasViews?this.renderViewButton():w}
      </header>
    `}renderFilterButton(){let{localize:e,isSearching:t}=this,n=Nt(this.filter),r=t?`mdi:close`:n?`mdi:filter-check`:`mdi:magnify`;return x`
      <button
        class="icon ${n?`on`:``}"
        aria-label=${e(`filters`)}
        title=${e(`filters`)}
        aria-expanded=${t}
        @click=${()=>{this.send(`filters-toggled`)}}
      >
        <ha-icon .icon=${r}></ha-icon>
      </button>
    `}renderViewButton(){let{localize:e,view:t}=this,n=e(t===`log`?`show_pattern`:`show_log`);return x`
      <button
        class="icon"
        aria-label=${n}
        title=${n}
        @click=${()=>{this.send(`view-toggled`)}}
      >
        <ha-icon .icon=${t===`log`?`mdi:chart-bubble`:`mdi:format-list-bulleted`}></ha-icon>
      </button>
    `}send(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t}))}static{this.styles=[N,u`
      :host {
        display: block;
        flex: none;
      }
      header {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 48px;
        padding-block: 4px;
        padding-inline: 16px 8px;
      }
      h2 {
        flex: 1;
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
      }
      .field {
        flex: 1;
        min-width: 0;
      }
      .icon.on {
        color: var(--accent);
      }
    `]}};I([k({attribute:!1})],Y.prototype,`localize`,void 0),I([k({attribute:!1})],Y.prototype,`heading`,void 0),I([k({attribute:!1})],Y.prototype,`view`,void 0),I([k({attribute:!1})],Y.prototype,`filter`,void 0),I([k({type:Boolean})],Y.prototype,`hasFilters`,void 0),I([k({type:Boolean})],Y.prototype,`isSearching`,void 0),I([k({type:Boolean})],Y.prototype,`hasViews`,void 0);var Sn,Cn=t((()=>{Sn=class{constructor(e){
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
this._map=new Map,this._roundAverageSize=!1,this.totalSize=0,e?.roundAverageSize===!0&&(this._roundAverageSize=!0)}set(e,t){let n=this._map.get(e)||0;this._map.set(e,t),this.totalSize+=t-n}get averageSize(){if(this._map.size>0){let e=this.totalSize/this._map.size;return this._roundAverageSize?Math.round(e):e}return 0}getSize(e){return this._map.get(e)}clear(){this._map.clear(),this.totalSize=0}}}));
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function wn(e){return e===`horizontal`?`width`:`height`}var Tn,En=t((()=>{Tn=class{_getDefaultConfig(){return{direction:`vertical`}}constructor(e,t){this._latestCoords={left:0,top:0},this._direction=null,this._viewportSize={width:0,height:0},this.totalScrollSize={width:0,height:0},this.offsetWithinScroller={left:0,top:0},this._pendingReflow=!1,this._pendingLayoutUpdate=!1,this._pin=null,this._firstVisible=0,this._lastVisible=0,this._physicalMin=0,this._physicalMax=0,this._first=-1,this._last=-1,this._sizeDim=`height`,this._secondarySizeDim=`width`,this._positionDim=`top`,this._secondaryPositionDim=`left`,this._scrollPosition=0,this._scrollError=0,this._items=[],this._scrollSize=1,this._overhang=1e3,this._hostSink=e,Promise.resolve().then(()=>this.config=t||this._getDefaultConfig())}set config(e){Object.assign(this,Object.assign({},this._getDefaultConfig(),e))}get config(){return{direction:this.direction}}get items(){return this._items}set items(e){this._setItems(e)}_setItems(e){e!==this._items&&(this._items=e,this._scheduleReflow())}get direction(){return this._direction}set direction(e){e=e===`horizontal`?e:`vertical`,e!==this._direction&&(this._direction=e,this._sizeDim=e===`horizontal`?`width`:`height`,this._secondarySizeDim=e===`horizontal`?`height`:`width`,this._positionDim=e===`horizontal`?`left`:`top`,this._secondaryPositionDim=e===`horizontal`?`top`:`left`,this._triggerReflow())}get viewportSize(){return this._viewportSize}set viewportSize(e){let{_viewDim1:t,_viewDim2:n}=this;Object.assign(this._viewportSize,e),n===this._viewDim2?t!==this._viewDim1&&this._checkThresholds():this._scheduleLayoutUpdate()}get viewportScroll(){return this._latestCoords}set viewportScroll(e){Object.assign(this._latestCoords,e);let t=this._scrollPosition;this._scrollPosition=this._latestCoords[this._positionDim],Math.abs(t-this._scrollPosition)>=1&&this._checkThresholds()}reflowIfNeeded(e=!1){(e||this._pendingReflow)&&(this._pendingReflow=!1,this._reflow())}set pin(e){this._pin=e,this._triggerReflow()}get pin(){if(this._pin!==null){let{index:e,block:t}=this._pin;return{index:Math.max(0,Math.min(e,this.items.length-1)),block:t}}return null}_clampScrollPosition(e){return Math.max(-this.offsetWithinScroller[this._positionDim],Math.min(e,this.totalScrollSize[wn(this.direction)]-this._viewDim1))}unpin(){this._pin!==null&&(this._sendUnpinnedMessage(),this._pin=null)}_updateLayout(){}get _viewDim1(){return this._viewportSize[this._sizeDim]}get _viewDim2(){return this._viewportSize[this._secondarySizeDim]}_scheduleReflow(){this._pendingReflow=!0}_scheduleLayoutUpdate(){this._pendingLayoutUpdate=!0,this._scheduleReflow()}_triggerReflow(){this._scheduleLayoutUpdate(),Promise.resolve().then(()=>this.reflowIfNeeded())}_reflow(){this._pendingLayoutUpdate&&=(this._updateLayout(),!1),this._updateScrollSize(),this._setPositionFromPin(),this._getActiveItems(),this._updateVisibleIndices(),this._sendStateChangedMessage()}_setPositionFromPin(){if(this.pin!==null){let e=this._scrollPosition,{index:t,block:n}=this.pin;this._scrollPosition=this._calculateScrollIntoViewPosition({index:t,block:n||`start`})-this.offsetWithinScroller[this._positionDim],this._scrollError=e-this._scrollPosition}}_calculateScrollIntoViewPosition(e){let{block:t}=e,n=Math.min(this.items.length,Math.max(0,e.index)),r=this._getItemPosition(n)[this._positionDim],i=r;if(t!==`start`){let e=this._getItemSize(n)[this._sizeDim];if(t===`center`)i=r-.5*this._viewDim1+.5*e;else{let n=r-this._viewDim1+e;if(t===`end`)i=n;else{let e=this._scrollPosition;i=Math.abs(e-r)<Math.abs(e-n)?r:n}}}return i+=this.offsetWithinScroller[this._positionDim],this._clampScrollPosition(i)}getScrollIntoViewCoordinates(e){return{[this._positionDim]:this._calculateScrollIntoViewPosition(e)}}_sendUnpinnedMessage(){this._hostSink({type:`unpinned`})}_sendVisibilityChangedMessage(){this._hostSink({type:`visibilityChanged`,firstVisible:this._firstVisible,lastVisible:this._lastVisible})}_sendStateChangedMessage(){let e=new Map;if(this._first!==-1&&this._last!==-1)for(let t=this._first;t<=this._last;t++)e.set(t,this._getItemPosition(t));let t={type:`stateChanged`,scrollSize:{[this._sizeDim]:this._scrollSize,[this._secondarySizeDim]:null},range:{first:this._first,last:this._last,firstVisible:this._firstVisible,lastVisible:this._lastVisible},childPositions:e};this._scrollError&&=(t.scrollError={[this._positionDim]:this._scrollError,[this._secondaryPositionDim]:0},0),this._hostSink(t)}get _num(){return this._first===-1||this._last===-1?0:this._last-this._first+1}_checkThresholds(){if(this._viewDim1===0&&this._num>0||this._pin!==null)this._scheduleReflow();else{let e=Math.max(0,this._scrollPosition-this._overhang),t=Math.min(this._scrollSize,this._scrollPosition+this._viewDim1+this._overhang);this._physicalMin>e||this._physicalMax<t?this._scheduleReflow():this._updateVisibleIndices({emit:!0})}}_updateVisibleIndices(e){if(this._first===-1||this._last===-1)return;let t=this._first;for(;t<this._last&&Math.round(this._getItemPosition(t)[this._positionDim]+this._getItemSize(t)[this._sizeDim])<=Math.round(this._scrollPosition);)t++;let n=this._last;for(;n>this._first&&Math.round(this._getItemPosition(n)[this._positionDim])>=Math.round(this._scrollPosition+this._viewDim1);)n--;(t!==this._firstVisible||n!==this._lastVisible)&&(this._firstVisible=t,this._lastVisible=n,e&&e.emit&&this._sendVisibilityChangedMessage())}}})),Dn=n({FlowLayout:()=>Pn,flow:()=>Mn});
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function On(e){return e===`horizontal`?`marginLeft`:`marginTop`}function kn(e){return e===`horizontal`?`marginRight`:`marginBottom`}function An(e){return e===`horizontal`?`xOffset`:`yOffset`}function jn(e,t){let n=[e,t].sort();return n[1]<=0?Math.min(...n):n[0]>=0?Math.max(...n):n[0]+n[1]}var Mn,Nn,Pn,Fn=t((()=>{Cn(),En(),Mn=e=>Object.assign({type:Pn},e),Nn=class{constructor(){this._childSizeCache=new Sn,this._marginSizeCache=new Sn,this._metricsCache=new Map}update(e,t){let n=new Set;Object.keys(e).forEach(r=>{let i=Number(r);this._metricsCache.set(i,e[i]),this._childSizeCache.set(i,e[i][wn(t)]),n.add(i),n.add(i+1)});for(let e of n){let n=this._metricsCache.get(e)?.[On(t)]||0,r=this._metricsCache.get(e-1)?.[kn(t)]||0;this._marginSizeCache.set(e,jn(n,r))}}get averageChildSize(){return this._childSizeCache.averageSize}get totalChildSize(){return this._childSizeCache.totalSize}get averageMarginSize(){return this._marginSizeCache.averageSize}get totalMarginSize(){return this._marginSizeCache.totalSize}getLeadingMarginValue(e,t){return this._metricsCache.get(e)?.[On(t)]||0}getChildSize(e){return this._childSizeCache.getSize(e)}getMarginSize(e){return this._marginSizeCache.getSize(e)}clear(){this._childSizeCache.clear(),this._marginSizeCache.clear(),this._metricsCache.clear()}},Pn=class extends Tn{constructor(){super(...arguments),this._itemSize={width:100,height:100},this._physicalItems=new Map,this._newPhysicalItems=new Map,this._metricsCache=new Nn,this._anchorIdx=null,this._anchorPos=null,this._stable=!0,this._measureChildren=!0,this._estimate=!0}get measureChildren(){return this._measureChildren}updateItemSizes(e){this._metricsCache.update(e,this.direction),this._scheduleReflow()}_getPhysicalItem(e){return this._newPhysicalItems.get(e)??this._physicalItems.get(e)}_getSize(e){return this._getPhysicalItem(e)&&this._metricsCache.getChildSize(e)}_getAverageSize(){return this._metricsCache.averageChildSize||this._itemSize[this._sizeDim]}_estimatePosition(e){let t=this._metricsCache;if(this._first===-1||this._last===-1)return t.averageMarginSize+e*(t.averageMarginSize+this._getAverageSize());if(e<this._first){let n=this._first-e;return this._getPhysicalItem(this._first).pos-(t.getMarginSize(this._first-1)||t.averageMarginSize)-(n*t.averageChildSize+(n-1)*t.averageMarginSize)}{let n=e-this._last;return this._getPhysicalItem(this._last).pos+(t.getChildSize(this._last)||t.averageChildSize)+(t.getMarginSize(this._last)||t.averageMarginSize)+n*(t.averageChildSize+t.averageMarginSize)}}_getPosition(e){let t=this._getPhysicalItem(e),{averageMarginSize:n}=this._metricsCache;return e===0?this._metricsCache.getMarginSize(0)??n:t?t.pos:this._estimatePosition(e)}_calculateAnchor(e,t){return e<=0?0:t>this._scrollSize-this._viewDim1?this.items.length-1:Math.max(0,Math.min(this.items.length-1,Math.floor((e+t)/2/this._delta)))}_getAnchor(e,t){if(this._physicalItems.size===0||this._first<0||this._last<0)return this._calculateAnchor(e,t);let n=this._getPhysicalItem(this._first),r=this._getPhysicalItem(this._last),i=n.pos;if(r.pos+this._metricsCache.getChildSize(this._last)<e||i>t)return this._calculateAnchor(e,t);let a=this._firstVisible-1,o=-1/0;for(;o<e;)o=this._getPhysicalItem(++a).pos+this._metricsCache.getChildSize(a);return a}_getActiveItems(){this._viewDim1===0||this.items.length===0?this._clearItems():this._getItems()}_clearItems(){this._first=-1,this._last=-1,this._physicalMin=0,this._physicalMax=0;let e=this._newPhysicalItems;this._newPhysicalItems=this._physicalItems,this._newPhysicalItems.clear(),this._physicalItems=e,this._stable=!0}_getItems(){let e=this._newPhysicalItems;this._stable=!0;let t,n;if(this.pin!==null){let{index:e}=this.pin;this._anchorIdx=e,this._anchorPos=this._getPosition(e)}if(t=this._scrollPosition-this._overhang,n=this._scrollPosition+this._viewDim1+this._overhang,n<0||t>this._scrollSize){this._clearItems();return}(this._anchorIdx===null||this._anchorPos===null)&&(this._anchorIdx=this._getAnchor(t,n),this._anchorPos=this._getPosition(this._anchorIdx));let r=this._getSize(this._anchorIdx);r===void 0&&(this._stable=!1,r=this._getAverageSize());let i=this._metricsCache.getMarginSize(this._anchorIdx)??this._metricsCache.averageMarginSize,a=this._metricsCache.getMarginSize(this._anchorIdx+1)??this._metricsCache.averageMarginSize;this._anchorIdx===0&&(this._anchorPos=i),this._anchorIdx===this.items.length-1&&(this._anchorPos=this._scrollSize-a-r);let o=0;for(this._anchorPos+r+a<t&&(o=t-(this._anchorPos+r+a)),this._anchorPos-i>n&&(o=n-(this._anchorPos-i)),o&&(this._scrollPosition-=o,t-=o,n-=o,this._scrollError+=o),e.set(this._anchorIdx,{pos:this._anchorPos,size:r}),this._first=this._last=this._anchorIdx,this._physicalMin=this._anchorPos-i,this._physicalMax=this._anchorPos+r+a;this._physicalMin>t&&this._first>0;){let t=this._getSize(--this._first);t===void 0&&(this._stable=!1,t=this._getAverageSize());let n=this._metricsCache.getMarginSize(this._first);n===void 0&&(this._stable=!1,n=this._metricsCache.averageMarginSize),this._physicalMin-=t;let r=this._physicalMin;if(e.set(this._first,{pos:r,size:t}),this._physicalMin-=n,this._stable===!1&&this._estimate===!1)break}for(;this._physicalMax<n&&this._last<this.items.length-1;){let t=this._getSize(++this._last);t===void 0&&(this._stable=!1,t=this._getAverageSize());let n=this._metricsCache.getMarginSize(this._last);n===void 0&&(this._stable=!1,n=this._metricsCache.averageMarginSize);let r=this._physicalMax;if(e.set(this._last,{pos:r,size:t}),this._physicalMax+=t+n,!this._stable&&!this._estimate)break}let s=this._calculateError();s&&(this._physicalMin-=s,this._physicalMax-=s,this._anchorPos-=s,this._scrollPosition-=s,e.forEach(e=>e.pos-=s),this._scrollError+=s),this._stable&&(this._newPhysicalItems=this._physicalItems,this._newPhysicalItems.clear(),this._physicalItems=e)}_calculateError(){return this._first===0?this._physicalMin:this._physicalMin<=0?this._physicalMin-this._first*this._delta:this._last===this.items.length-1?this._physicalMax-this._scrollSize:this._physicalMax>=this._scrollSize?this._physicalMax-this._scrollSize+(this.items.length-1-this._last)*this._delta:0}_reflow(){let{_first:e,_last:t}=this;super._reflow(),(this._first===-1&&this._last==-1||this._first===e&&this._last===t)&&this._resetReflowState()}_resetReflowState(){this._anchorIdx=null,this._anchorPos=null,this._stable=!0}_updateScrollSize(){let{averageMarginSize:e}=this._metricsCache;this._scrollSize=Math.max(1,this.items.length*(e+this._getAverageSize())+e)}get _delta(){let{averageMarginSize:e}=this._metricsCache;return this._getAverageSize()+e}_getItemPosition(e){return{[this._positionDim]:this._getPosition(e),[this._secondaryPositionDim]:0,[An(this.direction)]:-(this._metricsCache.getLeadingMarginValue(e,this.direction)??this._metricsCache.averageMarginSize)}}_getItemSize(e){return{[this._sizeDim]:this._getSize(e)||this._getAverageSize(),[this._secondarySizeDim]:this._itemSize[this._secondarySizeDim]}}_viewDim2Changed(){this._metricsCache.clear(),this._scheduleReflow()}}}));Fn();
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/var In=(e,t)=>{let n=e._$AN;if(n===void 0)return!1;for(let e of n)e._$AO?.(t,!1),In(e,t);return!0},Ln=e=>{let t,n;do{if((t=e._$AM)===void 0)break;n=t._$AN,n.delete(e),e=t}while(n?.size===0)},Rn=e=>{for(let t;t=e._$AM;e=t){let n=t._$AN;if(n===void 0)t._$AN=n=new Set;else if(n.has(e))break;n.add(e),Vn(t)}};function zn(e){this._$AN===void 0?this._$AM=e:(Ln(this),this._$AM=e,Rn(this))}function Bn(e,t=!1,n=0){let r=this._$AH,i=this._$AN;if(i!==void 0&&i.size!==0){if(t){if(Array.isArray(r))for(let e=n;e<r.length;e++)In(r[e],!1),Ln(r[e]);else r!=null&&(In(r,!1),Ln(r))}else In(this,e)}}var Vn=e=>{e.type==Xt.CHILD&&(e._$AP??=Bn,e._$AQ??=zn)},Hn=class extends Qt{constructor(){super(...arguments),this._$AN=void 0}_$AT(e,t,n){super._$AT(e,t,n),Rn(this),this.isConnected=e._$AU}_$AO(e,t=!0){e!==this.isConnected&&(this.isConnected=e,e?this.reconnected?.():this.disconnected?.()),t&&(In(this,e),Ln(this))}setValue(e){if(tn(this._$Ct))this._$Ct._$AI(e,this);else{let t=[...this._$Ct._$AH];t[this._$Ci]=e,this._$Ct._$AI(t,this,0)}}disconnected(){}reconnected(){}},Un=(e,t,n)=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Wn=Zt(class extends Qt{constructor(e){if(super(e),e.type!==Xt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=on(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=W(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=W(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=W(i[d],a[m]),U(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=W(i[f],a[p]),U(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Un(o,p,m),u=Un(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=U(e,i[d]);W(t,a[p]),c[p]=t}else c[p]=W(n,a[p]),U(e,i[d],n),i[t]=null;p++}else sn(i[f]),f--}else sn(i[d]),d++;for(;p<=m;){let t=U(e,c[m+1]);W(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&sn(e)}return this.ut=o,an(e,c),C}}),Gn=class e extends Event{constructor(t){
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
super(e.eventName,{bubbles:!1}),this.first=t.first,this.last=t.last}};Gn.eventName=`rangeChanged`;var Kn=class e extends Event{constructor(t){super(e.eventName,{bubbles:!1}),this.first=t.first,this.last=t.last}};Kn.eventName=`visibilityChanged`;var qn=class e extends Event{constructor(){super(e.eventName,{bubbles:!1})}};qn.eventName=`unpinned`;
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var Jn=class{constructor(e){this._element=null;let t=e??window;this._node=t,e&&(this._element=e)}get element(){return this._element||document.scrollingElement||document.documentElement}get scrollTop(){return this.element.scrollTop||window.scrollY}get scrollLeft(){return this.element.scrollLeft||window.scrollX}get scrollHeight(){return this.element.scrollHeight}get scrollWidth(){return this.element.scrollWidth}get viewportHeight(){return this._element?this._element.getBoundingClientRect().height:window.innerHeight}get viewportWidth(){return this._element?this._element.getBoundingClientRect().width:window.innerWidth}get maxScrollTop(){return this.scrollHeight-this.viewportHeight}get maxScrollLeft(){return this.scrollWidth-this.viewportWidth}},Yn=class extends Jn{constructor(e,t){super(t),this._clients=new Set,this._retarget=null,this._end=null,this.__destination=null,this.correctingScrollError=!1,this._checkForArrival=this._checkForArrival.bind(this),this._updateManagedScrollTo=this._updateManagedScrollTo.bind(this),this.scrollTo=this.scrollTo.bind(this),this.scrollBy=this.scrollBy.bind(this);let n=this._node;this._originalScrollTo=n.scrollTo,this._originalScrollBy=n.scrollBy,this._originalScroll=n.scroll,this._attach(e)}get _destination(){return this.__destination}get scrolling(){return this._destination!==null}scrollTo(e,t){let n=typeof e==`number`&&typeof t==`number`?{left:e,top:t}:e;this._scrollTo(n)}scrollBy(e,t){let n=typeof e==`number`&&typeof t==`number`?{left:e,top:t}:e;n.top!==void 0&&(n.top+=this.scrollTop),n.left!==void 0&&(n.left+=this.scrollLeft),this._scrollTo(n)}_nativeScrollTo(e){this._originalScrollTo.bind(this._element||window)(e)}_scrollTo(e,t=null,n=null){this._end!==null&&this._end(),e.behavior===`smooth`?(this._setDestination(e),this._retarget=t,this._end=n):this._resetScrollState(),this._nativeScrollTo(e)}_setDestination(e){let{top:t,left:n}=e;return t=t===void 0?void 0:Math.max(0,Math.min(t,this.maxScrollTop)),n=n===void 0?void 0:Math.max(0,Math.min(n,this.maxScrollLeft)),this._destination!==null&&n===this._destination.left&&t===this._destination.top?!1:(this.__destination={top:t,left:n,behavior:`smooth`},!0)}_resetScrollState(){this.__destination=null,this._retarget=null,this._end=null}_updateManagedScrollTo(e){this._destination&&this._setDestination(e)&&this._nativeScrollTo(this._destination)}managedScrollTo(e,t,n){return this._scrollTo(e,t,n),this._updateManagedScrollTo}correctScrollError(e){this.correctingScrollError=!0,requestAnimationFrame(()=>requestAnimationFrame(()=>this.correctingScrollError=!1)),this._nativeScrollTo(e),this._retarget&&this._setDestination(this._retarget()),this._destination&&this._nativeScrollTo(this._destination)}_checkForArrival(){if(this._destination!==null){let{scrollTop:e,scrollLeft:t}=this,{top:n,left:r}=this._destination;n=Math.min(n||0,this.maxScrollTop),r=Math.min(r||0,this.maxScrollLeft);let i=Math.abs(n-e),a=Math.abs(r-t);i<1&&a<1&&(this._end&&this._end(),this._resetScrollState())}}detach(e){return this._clients.delete(e),this._clients.size===0&&(this._node.scrollTo=this._originalScrollTo,this._node.scrollBy=this._originalScrollBy,this._node.scroll=this._originalScroll,this._node.removeEventListener(`scroll`,this._checkForArrival)),null}_attach(e){this._clients.add(e),this._clients.size===1&&(this._node.scrollTo=this.scrollTo,this._node.scrollBy=this.scrollBy,this._node.scroll=this.scrollTo,this._node.addEventListener(`scroll`,this._checkForArrival))}},Xn=typeof window<`u`?window.ResizeObserver:void 0,Zn=Symbol(`virtualizerRef`),Qn=`virtualizer-sizer`,$n,er=class{constructor(e){
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
if(this._benchmarkStart=null,this._layout=null,this._clippingAncestors=[],this._scrollSize=null,this._scrollError=null,this._childrenPos=null,this._childMeasurements=null,this._toBeMeasured=new Map,this._rangeChanged=!0,this._itemsChanged=!0,this._visibilityChanged=!0,this._scrollerController=null,this._isScroller=!1,this._sizer=null,this._hostElementRO=null,this._childrenRO=null,this._mutationObserver=null,this._scrollEventListeners=[],this._scrollEventListenerOptions={passive:!0},this._loadListener=this._childLoaded.bind(this),this._scrollIntoViewTarget=null,this._updateScrollIntoViewCoordinates=null,this._items=[],this._first=-1,this._last=-1,this._firstVisible=-1,this._lastVisible=-1,this._scheduled=new WeakSet,this._measureCallback=null,this._measureChildOverride=null,this._layoutCompletePromise=null,this._layoutCompleteResolver=null,this._layoutCompleteRejecter=null,this._pendingLayoutComplete=null,this._layoutInitialized=null,this._connected=!1,!e)throw Error(`Virtualizer constructor requires a configuration object`);if(e.hostElement)this._init(e);else throw Error(`Virtualizer configuration requires the "hostElement" property`)}set items(e){Array.isArray(e)&&e!==this._items&&(this._itemsChanged=!0,this._items=e,this._schedule(this._updateLayout))}_init(e){this._isScroller=!!e.scroller,this._initHostElement(e);let t=e.layout||{};this._layoutInitialized=this._initLayout(t)}_initObservers(){this._mutationObserver=new MutationObserver(this._finishDOMUpdate.bind(this)),this._hostElementRO=new Xn(()=>this._hostElementSizeChanged()),this._childrenRO=new Xn(this._childrenSizeChanged.bind(this))}_initHostElement(e){let t=this._hostElement=e.hostElement;this._applyVirtualizerStyles(),t[Zn]=this}connected(){this._initObservers();let e=this._isScroller;this._clippingAncestors=ar(this._hostElement,e),this._scrollerController=new Yn(this,this._clippingAncestors[0]),this._schedule(this._updateLayout),this._observeAndListen(),this._connected=!0}_observeAndListen(){this._mutationObserver.observe(this._hostElement,{childList:!0}),this._hostElementRO.observe(this._hostElement),this._scrollEventListeners.push(window),window.addEventListener(`scroll`,this,this._scrollEventListenerOptions),this._clippingAncestors.forEach(e=>{e.addEventListener(`scroll`,this,this._scrollEventListenerOptions),this._scrollEventListeners.push(e),this._hostElementRO.observe(e)}),this._hostElementRO.observe(this._scrollerController.element),this._children.forEach(e=>this._childrenRO.observe(e)),this._scrollEventListeners.forEach(e=>e.addEventListener(`scroll`,this,this._scrollEventListenerOptions))}disconnected(){this._scrollEventListeners.forEach(e=>e.removeEventListener(`scroll`,this,this._scrollEventListenerOptions)),this._scrollEventListeners=[],this._clippingAncestors=[],this._scrollerController?.detach(this),this._scrollerController=null,this._mutationObserver?.disconnect(),this._mutationObserver=null,this._hostElementRO?.disconnect(),this._hostElementRO=null,this._childrenRO?.disconnect(),this._childrenRO=null,this._rejectLayoutCompletePromise(`disconnected`),this._connected=!1}_applyVirtualizerStyles(){let e=this._hostElement.style;e.display=e.display||`block`,e.position=e.position||`relative`,e.contain=e.contain||`size layout`,this._isScroller&&(e.overflow=e.overflow||`auto`,e.minHeight=e.minHeight||`150px`)}_getSizer(){let e=this._hostElement;if(!this._sizer){let t=e.querySelector(`[${Qn}]`);t||(t=document.createElement(`div`),t.setAttribute(Qn,``),e.appendChild(t)),Object.assign(t.style,{position:`absolute`,margin:`-2px 0 0 0`,padding:0,visibility:`hidden`,fontSize:`2px`}),t.textContent=`&nbsp;`,t.setAttribute(Qn,``),this._sizer=t}return this._sizer}async updateLayoutConfig(e){await this._layoutInitialized;let t=e.type||$n;if(typeof t==`function`&&this._layout instanceof t){let t={...e};return delete t.type,this._layout.config=t,!0}return!1}async _initLayout(e){let t,n;if(typeof e.type==`function`){n=e.type;let r={...e};delete r.type,t=r}else t=e;n===void 0&&($n=n=(await Promise.resolve().then(()=>(Fn(),Dn))).FlowLayout),this._layout=new n(e=>this._handleLayoutMessage(e),t),this._layout.measureChildren&&typeof this._layout.updateItemSizes==`function`&&(typeof this._layout.measureChildren==`function`&&(this._measureChildOverride=this._layout.measureChildren),this._measureCallback=this._layout.updateItemSizes.bind(this._layout)),this._layout.listenForChildLoadEvents&&this._hostElement.addEventListener(`load`,this._loadListener,!0),this._schedule(this._updateLayout)}startBenchmarking(){this._benchmarkStart===null&&(this._benchmarkStart=window.performance.now())}stopBenchmarking(){if(this._benchmarkStart!==null){let e=window.performance.now(),t=e-this._benchmarkStart,n=performance.getEntriesByName(`uv-virtualizing`,`measure`).filter(t=>t.startTime>=this._benchmarkStart&&t.startTime<e).reduce((e,t)=>e+t.duration,0);return this._benchmarkStart=null,{timeElapsed:t,virtualizationTime:n}}return null}_measureChildren(){let e={},t=this._children,n=this._measureChildOverride||this._measureChild;for(let r=0;r<t.length;r++){let i=t[r],a=this._first+r;(this._itemsChanged||this._toBeMeasured.has(i))&&(e[a]=n.call(this,i,this._items[a]))}this._childMeasurements=e,this._schedule(this._updateLayout),this._toBeMeasured.clear()}_measureChild(e){let{width:t,height:n}=e.getBoundingClientRect();return Object.assign({width:t,height:n},tr(e))}async _schedule(e){this._scheduled.has(e)||(this._scheduled.add(e),await Promise.resolve(),this._scheduled.delete(e),e.call(this))}async _updateDOM(e){this._scrollSize=e.scrollSize,this._adjustRange(e.range),this._childrenPos=e.childPositions,this._scrollError=e.scrollError||null;let{_rangeChanged:t,_itemsChanged:n}=this;this._visibilityChanged&&=(this._notifyVisibility(),!1),(t||n)&&(this._notifyRange(),this._rangeChanged=!1),this._finishDOMUpdate()}_finishDOMUpdate(){this._connected&&(this._children.forEach(e=>this._childrenRO.observe(e)),this._checkScrollIntoViewTarget(this._childrenPos),this._positionChildren(this._childrenPos),this._sizeHostElement(this._scrollSize),this._correctScrollError(),this._benchmarkStart&&`mark`in window.performance&&window.performance.mark(`uv-end`))}_updateLayout(){this._layout&&this._connected&&(this._layout.items=this._items,this._updateView(),this._childMeasurements!==null&&(this._measureCallback&&this._measureCallback(this._childMeasurements),this._childMeasurements=null),this._layout.reflowIfNeeded(),this._benchmarkStart&&`mark`in window.performance&&window.performance.mark(`uv-end`))}_handleScrollEvent(){if(this._benchmarkStart&&`mark`in window.performance){try{window.performance.measure(`uv-virtualizing`,`uv-start`,`uv-end`)}catch(e){console.warn(`Error measuring performance data: `,e)}window.performance.mark(`uv-start`)}this._scrollerController.correctingScrollError===!1&&this._layout?.unpin(),this._schedule(this._updateLayout)}handleEvent(e){switch(e.type){case`scroll`:(e.currentTarget===window||this._clippingAncestors.includes(e.currentTarget))&&this._handleScrollEvent();break;default:console.warn(`event not handled`,e)}}_handleLayoutMessage(e){e.type===`stateChanged`?this._updateDOM(e):e.type===`visibilityChanged`?(this._firstVisible=e.firstVisible,this._lastVisible=e.lastVisible,this._notifyVisibility()):e.type===`unpinned`&&this._hostElement.dispatchEvent(new qn)}get _children(){let e=[],t=this._hostElement.firstElementChild;for(;t;)t.hasAttribute(Qn)||e.push(t),t=t.nextElementSibling;return e}_updateView(){let e=this._hostElement,t=this._scrollerController?.element,n=this._layout;if(e&&t&&n){let r,i,a,o,s=e.getBoundingClientRect();r=0,i=0,a=window.innerHeight,o=window.innerWidth;let c=this._clippingAncestors.map(e=>e.getBoundingClientRect());c.unshift(s);for(let e of c)r=Math.max(r,e.top),i=Math.max(i,e.left),a=Math.min(a,e.bottom),o=Math.min(o,e.right);let l=t.getBoundingClientRect(),u={left:s.left-l.left,top:s.top-l.top},d={width:t.scrollWidth,height:t.scrollHeight},f=r-s.top+e.scrollTop,p=i-s.left+e.scrollLeft,m=Math.max(0,a-r);n.viewportSize={width:Math.max(0,o-i),height:m},n.viewportScroll={top:f,left:p},n.totalScrollSize=d,n.offsetWithinScroller=u}}_sizeHostElement(e){let t=82e5,n=e&&e.width!==null?Math.min(t,e.width):0,r=e&&e.height!==null?Math.min(t,e.height):0;if(this._isScroller)this._getSizer().style.transform=`translate(${n}px, ${r}px)`;else{let e=this._hostElement.style;e.minWidth=n?`${n}px`:`100%`,e.minHeight=r?`${r}px`:`100%`}}_positionChildren(e){e&&e.forEach(({top:e,left:t,width:n,height:r,xOffset:i,yOffset:a},o)=>{let s=this._children[o-this._first];s&&(s.style.position=`absolute`,s.style.boxSizing=`border-box`,s.style.transform=`translate(${t}px, ${e}px)`,n!==void 0&&(s.style.width=n+`px`),r!==void 0&&(s.style.height=r+`px`),s.style.left=i===void 0?null:i+`px`,s.style.top=a===void 0?null:a+`px`)})}async _adjustRange(e){let{_first:t,_last:n,_firstVisible:r,_lastVisible:i}=this;this._first=e.first,this._last=e.last,this._firstVisible=e.firstVisible,this._lastVisible=e.lastVisible,this._rangeChanged=this._rangeChanged||this._first!==t||this._last!==n,this._visibilityChanged=this._visibilityChanged||this._firstVisible!==r||this._lastVisible!==i}_correctScrollError(){if(this._scrollError){let{scrollTop:e,scrollLeft:t}=this._scrollerController,{top:n,left:r}=this._scrollError;this._scrollError=null,this._scrollerController.correctScrollError({top:e-n,left:t-r})}}element(e){return e===1/0&&(e=this._items.length-1),this._items?.[e]===void 0?void 0:{scrollIntoView:(t={})=>this._scrollElementIntoView({...t,index:e})}}_scrollElementIntoView(e){if(e.index>=this._first&&e.index<=this._last)this._children[e.index-this._first].scrollIntoView(e);else if(e.index=Math.min(e.index,this._items.length-1),e.behavior===`smooth`){let t=this._layout.getScrollIntoViewCoordinates(e),{behavior:n}=e;this._updateScrollIntoViewCoordinates=this._scrollerController.managedScrollTo(Object.assign(t,{behavior:n}),()=>this._layout.getScrollIntoViewCoordinates(e),()=>this._scrollIntoViewTarget=null),this._scrollIntoViewTarget=e}else this._layout.pin=e}_checkScrollIntoViewTarget(e){let{index:t}=this._scrollIntoViewTarget||{};t&&e?.has(t)&&this._updateScrollIntoViewCoordinates(this._layout.getScrollIntoViewCoordinates(this._scrollIntoViewTarget))}_notifyRange(){this._hostElement.dispatchEvent(new Gn({first:this._first,last:this._last}))}_notifyVisibility(){this._hostElement.dispatchEvent(new Kn({first:this._firstVisible,last:this._lastVisible}))}get layoutComplete(){return this._layoutCompletePromise||=new Promise((e,t)=>{this._layoutCompleteResolver=e,this._layoutCompleteRejecter=t}),this._layoutCompletePromise}_rejectLayoutCompletePromise(e){this._layoutCompleteRejecter!==null&&this._layoutCompleteRejecter(e),this._resetLayoutCompleteState()}_scheduleLayoutComplete(){this._layoutCompletePromise&&this._pendingLayoutComplete===null&&(this._pendingLayoutComplete=requestAnimationFrame(()=>requestAnimationFrame(()=>this._resolveLayoutCompletePromise())))}_resolveLayoutCompletePromise(){this._layoutCompleteResolver!==null&&this._layoutCompleteResolver(),this._resetLayoutCompleteState()}_resetLayoutCompleteState(){this._layoutCompletePromise=null,this._layoutCompleteResolver=null,this._layoutCompleteRejecter=null,this._pendingLayoutComplete=null}_hostElementSizeChanged(){this._schedule(this._updateLayout)}_childLoaded(){}_childrenSizeChanged(e){if(this._layout?.measureChildren){for(let t of e)this._toBeMeasured.set(t.target,t.contentRect);this._measureChildren()}this._scheduleLayoutComplete(),this._itemsChanged=!1,this._rangeChanged=!1}};function tr(e){let t=window.getComputedStyle(e);return{marginTop:nr(t.marginTop),marginRight:nr(t.marginRight),marginBottom:nr(t.marginBottom),marginLeft:nr(t.marginLeft)}}function nr(e){let t=e?parseFloat(e):NaN;return Number.isNaN(t)?0:t}function rr(e){if(e.assignedSlot!==null)return e.assignedSlot;if(e.parentElement!==null)return e.parentElement;let t=e.parentNode;return t&&t.nodeType===Node.DOCUMENT_FRAGMENT_NODE&&t.host||null}function ir(e,t=!1){let n=[],r=t?e:rr(e);for(;r!==null;)n.push(r),r=rr(r);return n}function ar(e,t=!1){let n=!1;return ir(e,t).filter(e=>{if(n)return!1;let t=getComputedStyle(e);return n=t.position===`fixed`,t.overflow!==`visible`})}
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var or=e=>e,sr=(e,t)=>x`${t}: ${JSON.stringify(e,null,2)}`,cr=Zt(class extends Hn{constructor(e){if(super(e),this._virtualizer=null,this._first=0,this._last=-1,this._renderItem=(e,t)=>sr(e,t+this._first),this._keyFunction=(e,t)=>or(e,t+this._first),this._items=[],e.type!==Xt.CHILD)throw Error(`The virtualize directive can only be used in child expressions`)}render(e){e&&this._setFunctions(e);let t=[];if(this._first>=0&&this._last>=this._first)for(let e=this._first;e<=this._last;e++)t.push(this._items[e]);return Wn(t,this._keyFunction,this._renderItem)}update(e,[t]){this._setFunctions(t);let n=this._items!==t.items;return this._items=t.items||[],this._virtualizer?this._updateVirtualizerConfig(e,t):this._initialize(e,t),n?C:this.render()}async _updateVirtualizerConfig(e,t){if(!await this._virtualizer.updateLayoutConfig(t.layout||{})){let n=e.parentNode;this._makeVirtualizer(n,t)}this._virtualizer.items=this._items}_setFunctions(e){let{renderItem:t,keyFunction:n}=e;t&&(this._renderItem=(e,n)=>t(e,n+this._first)),n&&(this._keyFunction=(e,t)=>n(e,t+this._first))}_makeVirtualizer(e,t){this._virtualizer&&this._virtualizer.disconnected();let{layout:n,scroller:r,items:i}=t;this._virtualizer=new er({hostElement:e,layout:n,scroller:r}),this._virtualizer.items=i,this._virtualizer.connected()}_initialize(e,t){let n=e.parentNode;n&&n.nodeType===1&&(n.addEventListener(`rangeChanged`,e=>{this._first=e.first,this._last=e.last,this.setValue(this.render())}),this._makeVirtualizer(n,t))}disconnected(){this._virtualizer?.disconnected()}reconnected(){this._virtualizer?.connected()}}),lr=`important`,ur=` !`+lr,dr=Zt(class extends Qt{constructor(e){
/**
* @license
* Copyright 2018 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
if(super(e),e.type!==Xt.ATTRIBUTE||e.name!==`style`||e.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(e){return Object.keys(e).reduce((t,n)=>{let r=e[n];return r==null?t:t+`${n=n.includes(`-`)?n:n.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,`-$&`).toLowerCase()}:${r};`},``)}update(e,[t]){let{style:n}=e.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let e of this.ft)t[e]??(this.ft.delete(e),e.includes(`-`)?n.removeProperty(e):n[e]=null);for(let e in t){let r=t[e];if(r!=null){this.ft.add(e);let t=typeof r==`string`&&r.endsWith(ur);e.includes(`-`)||t?n.setProperty(e,t?r.slice(0,-11):r,t?lr:``):n[e]=r}}return C}}),fr=36,pr=52,mr=448,hr=30;function gr(){return new Promise(requestAnimationFrame)}function _r(e,t){return e?`${e.type} ${e.key}`:String(t)}function vr(e){return e.reduce((e,t)=>e+(t.type===`day`?fr:pr),0)}var X=class extends O{constructor(...e){super(...e),this.rows=[],this.hasMore=!1,this.fill=!1,this.range={first:-1,last:-1},this.topmost=0,this.layout=Mn(),this.renderRow=(e,t)=>x`
    <div
      class="row"
      role="listitem"
      aria-posinset=${t+1}
      aria-setsize=${this.hasMore?-1:this.rows.length}
    >
      ${e?.type===`day`?x`<div class="day cut" role="heading" aria-level="3">${e.label}</div>`:w}
      ${e?.type===`records`?this.renderRecords(e):w}
    </div>
  `,this.rangeChanged=({first:e,last:t})=>{(e!==this.range.first||t!==this.range.last)&&(this.range={first:e,last:t})},this.visibilityChanged=({first:e})=>{e>=0&&e!==this.topmost&&(this.topmost=e)},this.keyPressed=e=>{let t=this.rows.flatMap((e,t)=>e.type===`records`?[t]:[]),n=t.findIndex(e=>this.rows[e]?.key===this.tabStop),r={ArrowDown:n+1,ArrowUp:n-1,Home:0,End:t.length-1}[e.key];if(r===void 0)return;e.preventDefault();let i=t[Math.min(Math.max(r,0),t.length-1)];i!==void 0&&this.focusRow(i)}}async showTop(){await this.updateComplete,this.scroller.scrollTop=0}willUpdate(){let{rows:e,range:t,topmost:n}=this,r=e=>e?.type===`records`&&e.key===this.active,i=e.slice(Math.max(t.first,0),t.last+1),a=e.slice(n).find(e=>e.type===`records`);this.tabStop=i.some(r)?this.active:a?.key}updated(e){let t=e.get(`rows`);t&&this.keepPlace(t),this.askForMore()}render(){let{rows:e}=this,t=vr(e);return x`
      <div class="scroller" style=${dr({height:this.fill?void 0:`${Math.min(t,mr)}px`,overflow:!this.fill&&t<=mr?`hidden`:void 0})} @keydown=${this.keyPressed}>
        <div class="day now cut" aria-hidden="true">${this.dayAtTop()}</div>
        <div
          role="list"
          aria-label=${this.words.localize(`records`)}
          @rangeChanged=${this.rangeChanged}
          @visibilityChanged=${this.visibilityChanged}
        >
          ${cr({items:e,layout:this.layout,keyFunction:_r,renderItem:this.renderRow})}
        </div>
      </div>
    `}renderRecords(e){let{words:t}=this,[n]=e.records,r=kt(t,e);return x`
      <button
        class="record"
        data-key=${e.key}
        tabindex=${e.key===this.tabStop?0:-1}
        @click=${()=>{this.choose(e)}}
      >
        <span class="disc ${gn(n)}"><ha-icon .icon=${hn(n)}></ha-icon></span>
        <span class="text">
          <bdi class="cut">${Ot(t,e)}</bdi>
          ${r?x`<bdi class="cut quiet">${this.renderHow(n,r)}</bdi>`:w}
        </span>
        <span class="end">
          <span class="time">${t.format.time(new Date(n.occurred_at))}</span>
          <span class="marks quiet">
            ${e.records.some(e=>e.picture)?x`<ha-icon .icon=${`mdi:camera`} role="img" aria-label=${t.localize(`picture`)}></ha-icon>`:w}
            ${n.duress_suspected?x`<ha-icon .icon=${`mdi:alert`} role="img" aria-label=${t.localize(`duress_suspected`)}></ha-icon>`:w}
            ${n.late?x`<span class="late">${t.localize(`late`)}</span>`:w}
          </span>
        </span>
      </button>
    `}renderHow({method:e,credential:t},n){let r=e&&t&&`${Tt(this.words,e)} · `;return!r||!n.startsWith(r)?n:x`<span class="how">${r}</span>${n.slice(r.length)}`}dayAtTop(){for(let e=this.topmost;e>=0;e--){let t=this.rows[e];if(t?.type===`day`)return t.label}return``}choose(e){this.active=e.key,this.dispatchEvent(new CustomEvent(`record-chosen`,{detail:e,bubbles:!0}))}keepPlace(e){let{scroller:t,rows:n}=this,r=e[this.topmost]?.key;if(r===n[this.topmost]?.key||!t.scrollTop)return;let i=n.findIndex(e=>e.key===r);i<0?t.scrollTop=0:t.scrollTop+=vr(n.slice(0,i))-vr(e.slice(0,this.topmost))}askForMore(){this.hasMore&&this.range.last>=this.rows.length-1&&this.dispatchEvent(new CustomEvent(`more`))}async focusRow(e){let t=this.rows[e];if(t){this.active=t.key,this.button(t)||(this.scroller.scrollTop=e>this.topmost?this.scroller.scrollHeight:0);for(let e=0;e<hr&&!this.button(t);e++)await gr();await this.updateComplete,this.button(t)?.focus({preventScroll:!0}),this.button(t)?.scrollIntoView({block:`nearest`})}}button(e){return this.renderRoot.querySelector(`button[data-key="${CSS.escape(e.key)}"]`)}static{this.styles=[N,u`
      :host {
        display: block;
        min-height: 0;
      }
      .scroller {
        position: relative;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--line) transparent;
      }
      :host([fill]) .scroller {
        height: 100%;
      }
      .row {
        width: 100%;
      }
      .day {
        height: ${fr}px;
        padding: 0 16px;
        font-size: var(--ha-font-size-s, 12px);
        font-weight: 500;
        line-height: ${fr}px;
        color: var(--quiet);
      }
      .now {
        position: sticky;
        z-index: 1;
        top: 0;
        margin-bottom: -${fr}px;
        background: var(--ha-card-background, var(--card-background-color, #fff));
      }
      .record {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        height: ${pr}px;
        padding: 0 16px;
        /* The day at the top lies over what is scrolled to. */
        scroll-margin-top: ${fr}px;
      }
      .record:hover {
        background: color-mix(in srgb, var(--primary-text-color, #212121) 4%, transparent);
      }
      @container (max-width: 420px) {
        .how {
          position: absolute;
          clip-path: inset(50%);
        }
      }
      .text .quiet,
      .marks {
        font-size: var(--ha-font-size-s, 12px);
      }
      .end {
        display: flex;
        flex: none;
        flex-direction: column;
        align-items: flex-end;
        min-width: 0;
      }
      .time {
        font-variant-numeric: tabular-nums;
      }
      .marks {
        display: flex;
        align-items: center;
        gap: 6px;
        --mdc-icon-size: 14px;
      }
      .late {
        padding: 0 6px;
        border-radius: 8px;
        color: var(--tone-warning);
        color: color-mix(in srgb, var(--tone-warning) 50%, var(--primary-text-color, #212121));
        background: color-mix(in srgb, var(--tone-warning) 16%, transparent);
      }
      @media (pointer: coarse) {
        .scroller {
          scrollbar-width: none;
        }
      }
    `]}};I([k({attribute:!1})],X.prototype,`rows`,void 0),I([k({attribute:!1})],X.prototype,`words`,void 0),I([k({type:Boolean})],X.prototype,`hasMore`,void 0),I([k({type:Boolean,reflect:!0})],X.prototype,`fill`,void 0),I([A()],X.prototype,`range`,void 0),I([A()],X.prototype,`topmost`,void 0),I([A()],X.prototype,`active`,void 0),I([j(`.scroller`)],X.prototype,`scroller`,void 0);function yr(e){let t=e.attributes.friendly_name;return typeof t==`string`?t:e.entity_id}var Z=class extends O{constructor(...e){super(...e),this.saving=`no`,this.assigned={},this.isChanged=!1,this.error=``,this.open=async()=>{let{record:e}=this;this.error=``;try{this.assigned=await this.hass.callWS({type:`tuya_door_lock/assignment`,device_id:e.device_id,method:e.method,slot:e.slot})}catch(e){this.assigned={},this.error=V(e)||this.words.localize(`failed`)}this.saving=`form`,this.isChanged=!1},this.close=()=>{this.saving=`no`},this.changed=e=>{this.isChanged=!0;let t=e.target,n=this.renderRoot.querySelector(t.name===`person`?`input`:`select`);t.value&&n&&(n.value=``)},this.submit=async e=>{e.preventDefault();let{record:t}=this,n=new FormData(e.target),r=e=>{let t=n.get(e);return typeof t==`string`?t.trim():``},i=r(`person`),a=r(`name`);this.saving=`saving`,this.error=``;try{await this.hass.callWS({type:`tuya_door_lock/name_credential`,device_id:t.device_id,method:t.method,slot:t.slot,...i?{person:i}:{name:a}}),this.saving=`saved`}catch(e){this.saving=`form`,this.error=V(e)||this.words.localize(`failed`)}}}render(){let{localize:e}=this.words;if(this.saving===`saved`)return x`<p role="status">${e(`saved`)}</p>`;if(this.saving===`no`)return x`<button class="action" @click=${this.open}>${e(`name_credential`)}</button>`;let t=this.people();return x`
      <form @submit=${this.submit} @input=${this.changed} aria-labelledby="naming">
        <h3 id="naming">${e(`name_credential`)}</h3>
        <p class="quiet">${e(`name_hint`)}</p>
        ${t.length?x`
              <label>
                ${e(`person`)}
                <select class="field" name="person">
                  <option value="">${e(`no_person`)}</option>
                  ${t.map(e=>x`
                      <option value=${e.entity_id} ?selected=${e.entity_id===this.assigned.person}>
                        ${yr(e)}
                      </option>
                    `)}
                </select>
              </label>
            `:w}
        <label>
          ${e(t.length?`or_name`:`name`)}
          <input class="field" name="name" maxlength="100" autocomplete="off" .value=${this.assigned.name??``} />
        </label>
        ${this.error?x`<p class="error" role="alert">${this.error}</p>`:w}
        <div class="buttons">
          <button type="button" class="action" @click=${this.close}>${e(`cancel`)}</button>
          <button class="action main" ?disabled=${this.saving===`saving`||!this.isChanged}>
            ${e(`save`)}
          </button>
        </div>
      </form>
    `}people(){return Object.values(this.hass.states).filter(e=>e?.entity_id.startsWith(`person.`)??!1)}static{this.styles=[N,u`
      :host {
        display: block;
      }
      form {
        display: grid;
        gap: 12px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
      }
      h3 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
      }
      p {
        margin: 0;
      }
      label {
        display: grid;
        gap: 4px;
      }
      .error {
        color: color-mix(in srgb, var(--tone-danger) 60%, var(--primary-text-color, #212121));
      }
      .buttons {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
      }
    `]}};I([k({attribute:!1})],Z.prototype,`hass`,void 0),I([k({attribute:!1})],Z.prototype,`words`,void 0),I([k({attribute:!1})],Z.prototype,`record`,void 0),I([A()],Z.prototype,`saving`,void 0),I([A()],Z.prototype,`assigned`,void 0),I([A()],Z.prototype,`isChanged`,void 0),I([A()],Z.prototype,`error`,void 0);var br=[[1,`#4269d0`],[2,`#f4bd4a`],[10,`#c99000`],[4,`#6cc5b0`],[5,`#a463f2`],[6,`#ff8ab7`],[7,`#9c6b4e`],[8,`#97bbf5`],[9,`#01ab63`],[3,`#ff725c`]].map(([e,t])=>`var(--graph-color-${e}, ${t})`);function xr(e){let t=2166136261;for(let n=0;n<e.length;n++)t=Math.imul(t^e.charCodeAt(n),16777619)>>>0;return t}function Sr(e){let t=new Map,n=new Set;for(let r of[...new Set(e)].sort()){let e=xr(r)%br.length;if(n.size<br.length)for(;n.has(e);)e=(e+1)%br.length;n.add(e),t.set(r,br[e])}return t}var Cr=420,wr=48,Tr=4;function Er(e,t){let n=new Map,r=new Map;for(let i of e){let e=i.user??t,a=i.weekday*24+i.hour,o=n.get(a);o||n.set(a,o={weekday:i.weekday,hour:i.hour,count:0,shares:[]}),o.count+=i.count,o.shares.push({user:e,count:i.count}),r.set(e,(r.get(e)??0)+i.count)}return{spots:[...n.values()].sort((e,t)=>e.weekday-t.weekday||e.hour-t.hour),users:[...r].map(([e,t])=>({user:e,count:t})).sort((e,t)=>t.count-e.count)}}var Dr=class{constructor(e,t,n){this.days=t;let r=this.isNarrow=e>0&&e<Cr;this.cell=r?{width:44,height:26}:{width:20,height:24},this.left=r?(7*this.cell.width+Tr)*wr/Math.max(e-wr,wr):54,this.top=r?24:6;let i=n.map(e=>e.hour),a=r?Math.min(...i,12):0,o=r?Math.max(...i,12):23;this.hours=Array.from({length:o-a+1},(e,t)=>a+t)}get width(){return this.left+(this.isNarrow?7:this.hours.length)*this.cell.width+Tr}get height(){return this.top+(this.isNarrow?this.hours.length*this.cell.height+4:7*this.cell.height+22)}get radius(){return Math.min(this.cell.width,this.cell.height)/2-1}day(e){let t=this.days.indexOf(e)+.5;return this.isNarrow?this.left+t*this.cell.width:this.top+t*this.cell.height}hour(e){let t=e-this.hours[0]+.5;return this.isNarrow?this.top+t*this.cell.height:this.left+t*this.cell.width}at({weekday:e,hour:t}){let[n,r]=[this.day(e),this.hour(t)];return this.isNarrow?{x:n,y:r}:{x:r,y:n}}near(e,t,n){let r,i=Math.max(this.cell.width,this.cell.height);for(let a of e){let e=this.at(a),o=Math.hypot(e.x-t,e.y-n);o<i&&([r,i]=[a,o])}return r}};function Or(e,t,n,r,i){let a=r=>{let i=2*Math.PI*(r-.25);return`${(e+n*Math.cos(i)).toFixed(2)} ${(t+n*Math.sin(i)).toFixed(2)}`};return`M${e} ${t}L${a(r)}A${n} ${n} 0 ${+(i-r>.5)} 1 ${a(i)}Z`}var Q=class extends O{constructor(...e){super(...e),this.cells=[],this.colors=new Map,this.width=0,this.spots=[],this.users=[],this.pointed=e=>{let{plot:t}=this,n=e.currentTarget.getBoundingClientRect(),r=(e.clientX-n.left)/n.width*t.width,i=(e.clientY-n.top)/n.height*t.height;this.chosen=t.near(this.shown(),r,i)??this.chosen},this.hovered=e=>{e.pointerType===`mouse`&&this.pointed(e)}}connectedCallback(){super.connectedCallback(),this.watcher=new ResizeObserver(([e])=>{e&&(this.width=e.contentRect.width)}),this.watcher.observe(this)}disconnectedCallback(){super.disconnectedCallback(),this.watcher?.disconnect()}willUpdate(e){let{format:t,localize:n}=this.words;if(e.has(`cells`)||e.has(`words`)){let{spots:e,users:t}=Er(this.cells,n(`unknown`));this.spots=e;let r=({user:e})=>Number(!this.colors.has(e));this.users=t.sort((e,t)=>r(e)-r(t));let{chosen:i}=this;this.chosen=e.find(e=>e.weekday===i?.weekday&&e.hour===i.hour),t.some(({user:e})=>e===this.only)||(this.only=void 0)}let r=Array.from({length:7},(e,n)=>(n+t.firstWeekday)%7);this.plot=new Dr(this.width,r,this.spots),this.chosen&&!this.sharesOf(this.chosen).length&&(this.chosen=void 0)}render(){let{plot:e,words:t}=this,{format:n,localize:r}=t;return x`
      <svg
        viewBox="0 0 ${e.width} ${e.height}"
        style=${dr({"--unit":this.width?String(e.width/this.width):`1`})}
        role="img"
        aria-label=${r(`pattern_label`)}
        @click=${this.pointed}
        @pointermove=${this.hovered}
      >
        ${this.renderAxes()} ${this.shown().map(e=>this.renderSpot(e))}
      </svg>
      <p class="said quiet" aria-live="polite"><bdi>${this.said()}</bdi></p>
      <div class="legend" role="group" aria-label=${r(`person`)}>
        ${this.users.map(({user:e,count:t})=>x`
            <button
              aria-pressed=${this.only===e}
              class=${this.only!==void 0&&this.only!==e?`off`:``}
              @click=${()=>{this.only=this.only===e?void 0:e}}
            >
              <i style="background:${this.color(e)}"></i><bdi>${e}</bdi>
              <span class="quiet">${n.number(t)}</span>
            </button>
          `)}
      </div>
      <ul class="unseen" aria-label=${r(`pattern_label`)}>
        ${this.shown().map(e=>x`<li>${this.describe(e)}</li>`)}
      </ul>
    `}renderAxes(){let{plot:e,words:t}=this,{format:n}=t,{width:r,height:i,left:a,top:o}=e,s=e.hours.filter(t=>t%(e.isNarrow?3:6)==0);return e.isNarrow?[...s.map(t=>{let i=e.hour(t);return S`
            <line x1=${a} x2=${r-4} y1=${i} y2=${i}></line>
            <text x=${a-8} y=${i} class="start">${n.hour(t)}</text>
          `}),...e.days.map(t=>S`<text x=${e.day(t)} y=${o-8} class="middle">${n.weekday(t,`short`)}</text>`)]:[...e.days.map(t=>{let i=e.day(t);return S`
          <line x1=${a} x2=${r-4} y1=${i} y2=${i}></line>
          <text x=${a-8} y=${i} class="start">${n.weekday(t,`short`)}</text>
        `}),...s.map(t=>S`<text x=${e.hour(t)} y=${i-6} class="middle">${n.hour(t)}</text>`)]}renderSpot(e){let{plot:t}=this,n=this.sharesOf(e),r=kr(n),{x:i,y:a}=t.at(e),o=Math.max(...this.spots.map(e=>e.count)),s=Math.max(t.radius*Math.sqrt(r/o),2.5),c=0;return S`
      <g class="spot">
        ${e===this.chosen?S`<circle class="ring" cx=${i} cy=${a} r=${s+2.5}></circle>`:w}
        ${n.length===1?S`<circle cx=${i} cy=${a} r=${s} style="fill:${this.color(n[0].user)}"></circle>`:n.map(e=>{let t=c;return c+=e.count/r,S`<path d=${Or(i,a,s,t,c)} style="fill:${this.color(e.user)}"></path>`})}
      </g>
    `}sharesOf(e){return e.shares.filter(({user:e})=>this.only===void 0||e===this.only)}shown(){return this.spots.filter(e=>this.sharesOf(e).length)}said(){let{localize:e,format:t}=this.words;if(this.chosen)return this.describe(this.chosen);let n=this.shown();if(!n.length)return e(`pattern_empty`);if(this.only===void 0)return e(`pattern_hint`);let r=e=>kr(this.sharesOf(e)),i=n.reduce((e,t)=>r(t)>r(e)?t:e);return e(`pattern_most`,{name:this.only,count:t.number(n.reduce((e,t)=>e+r(t),0)),time:`${t.weekday(i.weekday,`long`)}, ${t.hour(i.hour)}`})}describe(e){let{format:t,localize:n}=this.words;return n(`pattern_spot`,{weekday:t.weekday(e.weekday,`long`),hour:t.hour(e.hour),people:this.sharesOf(e).map(({user:e,count:n})=>`${e} ${t.number(n)}`).join(`, `)})}color(e){return this.colors.get(e)??`var(--disabled-text-color, #9e9e9e)`}static{this.styles=[N,u`
      :host {
        display: block;
        overflow: auto;
        padding: 4px 16px 12px;
      }
      svg {
        display: block;
        width: 100%;
        cursor: pointer;
        /* Time runs to the right, as in all charts of Home Assistant. */
        direction: ltr;
      }
      line {
        stroke: var(--line);
        stroke-width: 1;
      }
      text {
        fill: var(--quiet);
        /* As large as the text around the plot, however large the plot is. */
        font-size: calc(12px * var(--unit));
      }
      .start {
        text-anchor: end;
        dominant-baseline: central;
      }
      .middle {
        text-anchor: middle;
      }
      .ring {
        fill: none;
        stroke: var(--primary-text-color, #212121);
        stroke-width: 1.5;
      }
      .said {
        min-height: 1.4em;
        margin: 8px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .legend button {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
        max-width: 100%;
        padding: 0 12px;
        border: 1px solid var(--line);
        border-radius: 16px;
      }
      .legend button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-text-color, #212121) 8%, transparent);
      }
      @media (pointer: coarse) {
        .legend button {
          min-height: 40px;
          border-radius: 20px;
        }
      }
      .legend .off i {
        opacity: 0.4;
      }
      .legend i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
    `]}};I([k({attribute:!1})],Q.prototype,`cells`,void 0),I([k({attribute:!1})],Q.prototype,`words`,void 0),I([k({attribute:!1})],Q.prototype,`colors`,void 0),I([A()],Q.prototype,`width`,void 0),I([A()],Q.prototype,`only`,void 0),I([A()],Q.prototype,`chosen`,void 0);function kr(e){return e.reduce((e,t)=>e+t.count,0)}var Ar=class extends O{constructor(...e){super(...e),this.src=``,this.isLarge=!1,this.open=async()=>{this.isLarge=!0,await this.updateComplete,this.dialog?.showModal()}}render(){let{localize:e}=this.words;return x`
      <button aria-label=${e(`enlarge`)} title=${e(`enlarge`)} @click=${this.open}>
        <img class="picture" src=${this.src} alt=${e(`picture`)} />
      </button>
      ${this.isLarge?x`
            <dialog
              aria-label=${e(`picture`)}
              @close=${()=>{this.isLarge=!1}}
            >
              <button aria-label=${e(`close`)} @click=${()=>this.dialog?.close()}>
                <img src=${this.src} alt=${e(`picture`)} />
              </button>
            </dialog>
          `:``}
    `}static{this.styles=[N,u`
      :host {
        display: block;
        margin-bottom: 12px;
      }
      button {
        display: block;
        width: 100%;
        cursor: zoom-in;
      }
      .picture {
        display: block;
        width: 100%;
        max-height: 320px;
        border-radius: 12px;
        object-fit: contain;
        background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
      }
      dialog {
        width: 100vw;
        max-width: none;
        height: 100dvh;
        max-height: none;
        padding: 0;
        border: 0;
        background: #000;
      }
      dialog button {
        height: 100%;
        cursor: zoom-out;
      }
      dialog img {
        width: 100%;
        height: 100%;
        object-fit: contain;
      }
    `]}};I([k({attribute:!1})],Ar.prototype,`src`,void 0),I([k({attribute:!1})],Ar.prototype,`words`,void 0),I([A()],Ar.prototype,`isLarge`,void 0),I([j(`dialog`)],Ar.prototype,`dialog`,void 0);var jr=[1,4,12],$=class extends O{constructor(...e){super(...e),this.devices=[],this.revision=0,this.weeks=4,this.error=``,this.asked=``,this.people=[],this.colors=Sr([]),this.weeksChanged=e=>{this.weeks=Number(e.target.value)}}willUpdate(e){this.people!==this.log.users&&(this.people=this.log.users,this.colors=Sr(this.people)),e.size&&this.read()}render(){let{localize:e,format:t}=this.words;return x`
      <div class="choice">
        <span class="quiet">${e(`pattern_label`)}</span>
        <select class="field" aria-label=${e(`period`)} @change=${this.weeksChanged}>
          ${jr.map(n=>x`
              <option value=${n} ?selected=${n===this.weeks}>${e(`weeks`,{count:t.number(n)})}</option>
            `)}
        </select>
      </div>
      ${this.renderCells()}
    `}renderCells(){let{localize:e}=this.words;return this.error?x`<div class="empty" role="alert"><p>${e(`failed_log`)}<br />${this.error}</p></div>`:this.cells?x`
      <tuya-door-lock-pattern .cells=${this.cells} .words=${this.words} .colors=${this.colors}></tuya-door-lock-pattern>
    `:x`<div class="empty" role="status"><p>${e(`loading`)}</p></div>`}async read(){let{changes:e,last:t}=this.log,n=`${this.devices.join(` `)} ${this.weeks} ${e} ${t?.record_id??``}`;if(n!==this.asked){this.asked=n;try{let{cells:e}=await this.hass.callWS({type:`tuya_door_lock/pattern`,device_ids:this.devices,weeks:this.weeks});if(n!==this.asked)return;this.cells=e,this.error=``}catch(e){n===this.asked&&(this.error=V(e)||this.words.localize(`failed`))}}}static{this.styles=[N,u`
      :host {
        display: flex;
        flex-direction: column;
        border-top: 1px solid var(--line);
      }
      tuya-door-lock-pattern {
        flex: 1;
        min-height: 0;
      }
      .choice {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        flex: none;
        padding: 8px 16px;
      }
      .choice .field {
        width: auto;
        min-height: 32px;
      }
      @media (pointer: coarse) {
        .choice .field {
          min-height: 40px;
        }
      }
    `]}};I([k({attribute:!1})],$.prototype,`hass`,void 0),I([k({attribute:!1})],$.prototype,`words`,void 0),I([k({attribute:!1})],$.prototype,`devices`,void 0),I([k({attribute:!1})],$.prototype,`log`,void 0),I([k({attribute:!1})],$.prototype,`revision`,void 0),I([A()],$.prototype,`weeks`,void 0),I([A()],$.prototype,`cells`,void 0),I([A()],$.prototype,`error`,void 0),customElements.get(`tuya-door-lock-card`)||(customElements.define(`tuya-door-lock-details`,G),customElements.define(`tuya-door-lock-duress`,K),customElements.define(`tuya-door-lock-filters`,L),customElements.define(`tuya-door-lock-foot`,q),customElements.define(`tuya-door-lock-glance`,J),customElements.define(`tuya-door-lock-header`,Y),customElements.define(`tuya-door-lock-log`,X),customElements.define(`tuya-door-lock-naming`,Z),customElements.define(`tuya-door-lock-pattern`,Q),customElements.define(`tuya-door-lock-photo`,Ar),customElements.define(`tuya-door-lock-week`,$),customElements.define(dt,H),(window.customCards??=[]).push({type:dt,name:`Tuya Door Lock`,get description(){return it(document.documentElement.lang||`en`)(`card_description`)},documentationURL:r,preview:!0,getEntitySuggestion:_t}));
var e=`https://github.com/tuya-door-lock/home-assistant-tuya-door-lock`,t=globalThis,n=t.ShadowRoot&&(t.ShadyCSS===void 0||t.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,r=Symbol(),i=new WeakMap,a=class{constructor(e,t,n){
/**
* @license
* Copyright 2019 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
if(this._$cssResult$=!0,n!==r)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(n&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=i.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&i.set(t,e))}return e}toString(){return this.cssText}},o=e=>new a(typeof e==`string`?e:e+``,void 0,r),s=(e,...t)=>new a(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,r),c=(e,r)=>{if(n)e.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of r){let r=document.createElement(`style`),i=t.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=n.cssText,e.appendChild(r)}},l=n?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return o(t)})(e):e,{is:u,defineProperty:d,getOwnPropertyDescriptor:f,getOwnPropertyNames:p,getOwnPropertySymbols:m,getPrototypeOf:ee}=Object,te=globalThis,ne=te.trustedTypes,re=ne?ne.emptyScript:``,ie=te.reactiveElementPolyfillSupport,h=(e,t)=>e,g={toAttribute(e,t){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
switch(t){case Boolean:e=e?re:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ae=(e,t)=>!u(e,t),oe={attribute:!0,type:String,converter:g,reflect:!1,useDefault:!1,hasChanged:ae};Symbol.metadata??=Symbol(`metadata`),te.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=oe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&d(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=f(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??oe}static _$Ei(){if(this.hasOwnProperty(h(`elementProperties`)))return;let e=ee(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(h(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(h(`properties`))){let e=this.properties,t=[...p(e),...m(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(l(e))}else e!==void 0&&t.push(l(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return c(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?g:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?g:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??ae)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};_.elementStyles=[],_.shadowRootOptions={mode:`open`},_[h(`elementProperties`)]=new Map,_[h(`finalized`)]=new Map,ie?.({ReactiveElement:_}),(te.reactiveElementVersions??=[]).push(`2.1.2`);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var se=globalThis,ce=e=>e,le=se.trustedTypes,ue=le?le.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,de=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,fe=`?`+v,pe=`<${fe}>`,y=document,b=()=>y.createComment(``),x=e=>e===null||typeof e!=`object`&&typeof e!=`function`,me=Array.isArray,he=e=>me(e)||typeof e?.[Symbol.iterator]==`function`,ge=`[ 	
\f\r]`,S=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,_e=/-->/g,ve=/>/g,C=RegExp(`>|${ge}(?:([^\\s"'>=/]+)(${ge}*=${ge}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ye=/'/g,be=/"/g,xe=/^(?:script|style|textarea|title)$/i,Se=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),w=Se(1),T=Se(2),E=Symbol.for(`lit-noChange`),D=Symbol.for(`lit-nothing`),Ce=new WeakMap,O=y.createTreeWalker(y,129);function we(e,t){if(!me(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return ue===void 0?t:ue.createHTML(t)}var Te=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=S;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===S?c[1]===`!--`?o=_e:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=C):(xe.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=C):o=ve:o===C?c[0]===`>`?(o=i??S,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?C:c[3]===`"`?be:ye):o===be||o===ye?o=C:o===_e||o===ve?o=S:(o=C,i=void 0);let d=o===C&&e[t+1].startsWith(`/>`)?` `:``;a+=o===S?n+pe:l>=0?(r.push(s),n.slice(0,l)+de+n.slice(l)+v+d):n+v+(l===-2?t:d)}return[we(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Ee=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Te(t,n);if(this.el=e.createElement(l,r),O.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=O.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(de)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?ke:r[1]===`?`?Ae:r[1]===`@`?je:A}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(xe.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=le?le.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],b()),O.nextNode(),c.push({type:2,index:++a});i.append(e[t],b())}}}else if(i.nodeType===8){if(i.data===fe)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}};function k(e,t,n=e,r){if(t===E)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=x(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=k(e,i._$AS(e,t.values),i,r)),t}var De=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??y).importNode(t,!0);O.currentNode=r;let i=O.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new Oe(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Me(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=O.nextNode(),a++)}return O.currentNode=y,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Oe=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=k(this,e,t),x(e)?e===D||e==null||e===``?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==E&&this._(e):e._$litType$===void 0?e.nodeType===void 0?he(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&x(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Ee.createElement(we(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new De(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ce.get(e.strings);return t===void 0&&Ce.set(e.strings,t=new Ee(e)),t}k(t){me(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(b()),this.O(b()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ce(e).nextSibling;ce(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},A=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=D}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=k(this,e,t,0),a=!x(e)||e!==this._$AH&&e!==E,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=k(this,r[n+o],t,o),s===E&&(s=this._$AH[o]),a||=!x(s)||s!==this._$AH[o],s===D?e=D:e!==D&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},ke=class extends A{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},Ae=class extends A{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},je=class extends A{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=k(this,e,t,0)??D)===E)return;let n=this._$AH,r=e===D&&n!==D||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==D&&(n===D||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Me=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){k(this,e)}},Ne={M:de,P:v,A:fe,C:1,L:Te,R:De,D:he,V:k,I:Oe,H:A,N:Ae,U:je,B:ke,F:Me},Pe=se.litHtmlPolyfillSupport;Pe?.(Ee,Oe),(se.litHtmlVersions??=[]).push(`3.3.3`);var Fe=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new Oe(t.insertBefore(b(),e),e,void 0,n??{})}return i._$AI(e),i},Ie=globalThis,j=class extends _{constructor(){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Fe(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};j._$litElement$=!0,j.finalized=!0,Ie.litElementHydrateSupport?.({LitElement:j});var Le=Ie.litElementPolyfillSupport;Le?.({LitElement:j}),(Ie.litElementVersions??=[]).push(`4.2.2`);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/var Re={attribute:!0,type:String,converter:g,reflect:!1,hasChanged:ae},ze=(e=Re,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function M(e){return(t,n)=>typeof n==`object`?ze(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function N(e){return M({...e,state:!0,attribute:!1})}
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var Be=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function Ve(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return Be(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Be(n,r,{get(){return a(this)}})}}var He={card_description:`Wer die Tür wann und womit geöffnet hat: live, nach Tagen, mit Suche.`,locks:`Türschlösser`,lock:`Schloss`,no_locks:`Es gibt kein Türschloss zu zeigen. Richte Tuya Door Lock ein, oder bitte einen Administrator um Zugriff.`,last_access:`Letzter Zugang`,no_access:`Noch kein Zugang`,loading:`Wird geladen …`,failed:`Das hat nicht geklappt.`,failed_log:`Das Protokoll ließ sich nicht lesen.`,retry:`Noch einmal`,duress_at:`Bedrohungsalarm: {lock}`,acknowledge:`Bestätigen`,duress_suspected:`Möglicherweise unter Bedrohung`,filters:`Suchen und filtern`,search:`Suchen`,found:`Einträge: {count}`,clear:`Filter aufheben`,nothing_found:`Nichts gefunden`,no_records:`Noch ist nichts passiert`,all_device:`Alle Schlösser`,all_user:`Alle Personen`,all_kind:`Alles`,all_method:`Alle Arten`,kind:`Was`,kind_unlock:`Zugänge`,kind_alarm:`Alarme`,kind_doorbell:`Klingel`,doorbell:`Es hat geklingelt`,records:`Einträge`,times:`{what} ({count})`,attempts:`Fehlversuche`,late:`Spät`,late_long:`Spät gemeldet`,probably:`{name} (vermutet)`,guess:`Person ist vermutet`,unknown:`Unbekannt`,picture:`Bild`,time:`Zeit`,person:`Person`,participants:`Gemeinsam`,what:`Alarm`,method:`Art`,credential:`Zugangsmittel`,slot:`Nummer im Schloss`,count:`Anzahl der Meldungen`,code:`Code von Tuya`,record_id:`Kennung des Eintrags`,yes:`Ja`,close:`Schließen`,name_credential:`Zugangsmittel benennen`,name_hint:`Der Name tritt an die Stelle dessen, wie Tuya dieses Zugangsmittel nennt. Lass beides leer, um ihn zu entfernen.`,no_person:`Keine Person`,or_name:`Oder ein anderer Name`,name:`Name`,save:`Speichern`,cancel:`Abbrechen`,saved:`Gespeichert.`,pattern_label:`Wer wann kommt`,pattern_hint:`Zeige oder tippe auf einen Punkt, um zu sehen, wer kam.`,pattern_empty:`In dieser Zeit kam niemand.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Zeitraum`,weeks:`Wochen: {count}`,show_last:`Letzter Zugang`,show_duress:`Bedrohungsalarm`,show_filters:`Suchen und filtern`,show_log:`Protokoll`,show_pattern:`Muster der Woche`,form_devices:`Schlösser`,form_title:`Titel`,form_show:`Anzeigen`,help_devices:`Alle, wenn du keines auswählst.`,help_show:`Lass den Bedrohungsalarm weg, wo der Bildschirm von der Tür aus zu sehen ist: Dann verrät ihn auch das Protokoll nicht.`,not_a_list:`{name} muss eine Liste sein.`,unknown_part:`Die Karte kann {name} nicht zeigen. Sie kann zeigen: {parts}.`,"method.app":`App`,"method.ble":`Bluetooth`,"method.card":`Karte`,"method.double":`Gemeinsames Öffnen`,"method.dynamic":`Dynamischer Code`,"method.emergency":`Notfallcode`,"method.eye":`Iris`,"method.face":`Gesicht`,"method.finger_vein":`Fingervene`,"method.fingerprint":`Fingerabdruck`,"method.geofence":`Geofence`,"method.hand":`Handfläche`,"method.identity_card":`Ausweis`,"method.inside":`Von innen`,"method.key":`Schlüssel`,"method.offline_clear":`Offline-Codes gelöscht`,"method.offline_clear_single":`Offline-Code gelöscht`,"method.offline_pd":`Offline-Code`,"method.other":`Andere`,"method.password":`Code`,"method.phone_remote":`Telefon, aus der Ferne`,"method.remote":`Aus der Ferne`,"method.special":`Besonderer Fingerabdruck`,"method.telecontrol":`Fernbedienung`,"method.temporary":`Zeitweiliger Code`,"method.voice_remote":`Sprachassistent`,"alarm.defense":`Ausgelöst bei scharfer Anlage`,"alarm.duress":`Bedrohung`,"alarm.key_in":`Schlüssel steckt`,"alarm.low_battery":`Batterie schwach`,"alarm.other":`Anderer`,"alarm.power_off":`Ohne Strom`,"alarm.pry":`Aufgehebelt`,"alarm.shock":`Erschütterung`,"alarm.stay_alarm":`Jemand hält sich auf`,"alarm.tongue_bad":`Riegel klemmt`,"alarm.tongue_not_out":`Riegel nicht ausgefahren`,"alarm.too_hot":`Zu heiß`,"alarm.unclosed_time":`Tür offen gelassen`,"alarm.wrong_card":`Falsche Karte`,"alarm.wrong_face":`Falsches Gesicht`,"alarm.wrong_finger":`Falscher Fingerabdruck`,"alarm.wrong_finger_vein":`Falsche Fingervene`,"alarm.wrong_hand":`Falsche Handfläche`,"alarm.wrong_password":`Falscher Code`,"alarm.repeated_attempts":`Wiederholte Versuche`,"alarm.new_credential":`Neues Zugangsmittel`},Ue={card_description:`Who opened the door, how and when: live, by day, with search.`,locks:`Door locks`,lock:`Lock`,no_locks:`There is no door lock to show. Set up Tuya Door Lock, or ask an administrator for access to it.`,last_access:`Last access`,no_access:`No access yet`,loading:`Loading…`,failed:`That did not work.`,failed_log:`The log could not be read.`,retry:`Try again`,duress_at:`Duress alarm: {lock}`,acknowledge:`Acknowledge`,duress_suspected:`Possibly under duress`,filters:`Search and filter`,search:`Search`,found:`Records: {count}`,clear:`Clear filters`,nothing_found:`Nothing found`,no_records:`Nothing has happened yet`,all_device:`All locks`,all_user:`All people`,all_kind:`Everything`,all_method:`All methods`,kind:`Kind`,kind_unlock:`Accesses`,kind_alarm:`Alarms`,kind_doorbell:`Doorbell`,doorbell:`Somebody rang`,records:`Records`,times:`{what} ({count})`,attempts:`Failed attempts`,late:`Late`,late_long:`Reported late`,probably:`{name} (guess)`,guess:`Person is a guess`,unknown:`Unknown`,picture:`Picture`,time:`Time`,person:`Person`,participants:`Together`,what:`Alarm`,method:`Method`,credential:`Credential`,slot:`Number in the lock`,count:`Times reported`,code:`Tuya's code`,record_id:`Record ID`,yes:`Yes`,close:`Close`,name_credential:`Name this credential`,name_hint:`The name takes the place of Tuya's name for this credential. Leave both empty to remove it.`,no_person:`No person`,or_name:`Or another name`,name:`Name`,save:`Save`,cancel:`Cancel`,saved:`Saved.`,pattern_label:`Who comes when`,pattern_hint:`Point at a dot or tap it to see who came.`,pattern_empty:`Nobody came in this period.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Period`,weeks:`Weeks: {count}`,show_last:`Last access`,show_duress:`Duress alarm`,show_filters:`Search and filter`,show_log:`Log`,show_pattern:`Pattern of the week`,form_devices:`Locks`,form_title:`Title`,form_show:`Show`,help_devices:`All of them if you choose none.`,help_show:`Leave out the duress alarm where the screen can be seen from the door: the log there then does not tell of it either.`,not_a_list:`{name} must be a list.`,unknown_part:`The card cannot show {name}. It can show: {parts}.`,"method.app":`App`,"method.ble":`Bluetooth`,"method.card":`Card`,"method.double":`Combined unlocking`,"method.dynamic":`Dynamic password`,"method.emergency":`Emergency password`,"method.eye":`Iris`,"method.face":`Face`,"method.finger_vein":`Finger vein`,"method.fingerprint":`Fingerprint`,"method.geofence":`Geofence`,"method.hand":`Palm`,"method.identity_card":`Identity card`,"method.inside":`From inside`,"method.key":`Key`,"method.offline_clear":`Offline passwords cleared`,"method.offline_clear_single":`Offline password cleared`,"method.offline_pd":`Offline password`,"method.other":`Other`,"method.password":`Password`,"method.phone_remote":`Phone, remotely`,"method.remote":`Remotely`,"method.special":`Special fingerprint`,"method.telecontrol":`Remote control`,"method.temporary":`Temporary password`,"method.voice_remote":`Voice assistant`,"alarm.defense":`Triggered while armed`,"alarm.duress":`Duress`,"alarm.key_in":`Key left in the lock`,"alarm.low_battery":`Low battery`,"alarm.other":`Other`,"alarm.power_off":`Powered off`,"alarm.pry":`Pried`,"alarm.shock":`Shock`,"alarm.stay_alarm":`Someone lingers`,"alarm.tongue_bad":`Bolt stuck`,"alarm.tongue_not_out":`Bolt not out`,"alarm.too_hot":`Too hot`,"alarm.unclosed_time":`Door left open`,"alarm.wrong_card":`Wrong card`,"alarm.wrong_face":`Wrong face`,"alarm.wrong_finger":`Wrong fingerprint`,"alarm.wrong_finger_vein":`Wrong finger vein`,"alarm.wrong_hand":`Wrong palm`,"alarm.wrong_password":`Wrong password`,"alarm.repeated_attempts":`Repeated attempts`,"alarm.new_credential":`New credential`},We={card_description:`Quién abrió la puerta, cómo y cuándo: en directo, por días y con búsqueda.`,locks:`Cerraduras`,lock:`Cerradura`,no_locks:`No hay ninguna cerradura que mostrar. Configura Tuya Door Lock o pide acceso a un administrador.`,last_access:`Último acceso`,no_access:`Ningún acceso todavía`,loading:`Cargando…`,failed:`No ha funcionado.`,failed_log:`No se ha podido leer el registro.`,retry:`Reintentar`,duress_at:`Alarma de coacción: {lock}`,acknowledge:`Confirmar`,duress_suspected:`Posiblemente bajo coacción`,filters:`Buscar y filtrar`,search:`Buscar`,found:`Registros: {count}`,clear:`Quitar filtros`,nothing_found:`No se ha encontrado nada`,no_records:`Todavía no ha pasado nada`,all_device:`Todas las cerraduras`,all_user:`Todas las personas`,all_kind:`Todo`,all_method:`Todos los métodos`,kind:`Tipo`,kind_unlock:`Accesos`,kind_alarm:`Alarmas`,kind_doorbell:`Timbre`,doorbell:`Llamaron al timbre`,records:`Registros`,times:`{what} ({count})`,attempts:`Intentos fallidos`,late:`Tarde`,late_long:`Comunicado tarde`,probably:`{name} (supuesto)`,guess:`Persona supuesta`,unknown:`Desconocido`,picture:`Imagen`,time:`Hora`,person:`Persona`,participants:`Juntos`,what:`Alarma`,method:`Método`,credential:`Credencial`,slot:`Número en la cerradura`,count:`Veces comunicado`,code:`Código de Tuya`,record_id:`ID del registro`,yes:`Sí`,close:`Cerrar`,name_credential:`Dar nombre a la credencial`,name_hint:`El nombre sustituye al que Tuya da a esta credencial. Deja ambos vacíos para quitarlo.`,no_person:`Ninguna persona`,or_name:`U otro nombre`,name:`Nombre`,save:`Guardar`,cancel:`Cancelar`,saved:`Guardado.`,pattern_label:`Quién viene y cuándo`,pattern_hint:`Señala o toca un punto para ver quién vino.`,pattern_empty:`Nadie vino en este periodo.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Periodo`,weeks:`Semanas: {count}`,show_last:`Último acceso`,show_duress:`Alarma de coacción`,show_filters:`Buscar y filtrar`,show_log:`Registro`,show_pattern:`Patrón de la semana`,form_devices:`Cerraduras`,form_title:`Título`,form_show:`Mostrar`,help_devices:`Todas si no eliges ninguna.`,help_show:`Quita la alarma de coacción donde la pantalla se vea desde la puerta: así tampoco la mostrará el registro.`,not_a_list:`{name} debe ser una lista.`,unknown_part:`La tarjeta no puede mostrar {name}. Puede mostrar: {parts}.`,"method.app":`Aplicación`,"method.ble":`Bluetooth`,"method.card":`Tarjeta`,"method.double":`Apertura combinada`,"method.dynamic":`Contraseña dinámica`,"method.emergency":`Contraseña de emergencia`,"method.eye":`Iris`,"method.face":`Rostro`,"method.finger_vein":`Vena del dedo`,"method.fingerprint":`Huella`,"method.geofence":`Geovalla`,"method.hand":`Palma`,"method.identity_card":`Documento de identidad`,"method.inside":`Desde dentro`,"method.key":`Llave`,"method.offline_clear":`Contraseñas sin conexión borradas`,"method.offline_clear_single":`Contraseña sin conexión borrada`,"method.offline_pd":`Contraseña sin conexión`,"method.other":`Otro`,"method.password":`Contraseña`,"method.phone_remote":`Teléfono, a distancia`,"method.remote":`A distancia`,"method.special":`Huella especial`,"method.telecontrol":`Mando a distancia`,"method.temporary":`Contraseña temporal`,"method.voice_remote":`Asistente de voz`,"alarm.defense":`Activada con la alarma armada`,"alarm.duress":`Coacción`,"alarm.key_in":`Llave puesta`,"alarm.low_battery":`Batería baja`,"alarm.other":`Otra`,"alarm.power_off":`Sin alimentación`,"alarm.pry":`Forzada`,"alarm.shock":`Golpe`,"alarm.stay_alarm":`Alguien merodea`,"alarm.tongue_bad":`Pestillo atascado`,"alarm.tongue_not_out":`Pestillo no extendido`,"alarm.too_hot":`Demasiado calor`,"alarm.unclosed_time":`Puerta abierta`,"alarm.wrong_card":`Tarjeta incorrecta`,"alarm.wrong_face":`Rostro incorrecto`,"alarm.wrong_finger":`Huella incorrecta`,"alarm.wrong_finger_vein":`Vena del dedo incorrecta`,"alarm.wrong_hand":`Palma incorrecta`,"alarm.wrong_password":`Contraseña incorrecta`,"alarm.repeated_attempts":`Intentos repetidos`,"alarm.new_credential":`Credencial nueva`},Ge={card_description:`Qui a ouvert la porte, comment et quand : en direct, par jour, avec recherche.`,locks:`Serrures`,lock:`Serrure`,no_locks:`Aucune serrure à afficher. Configurez Tuya Door Lock, ou demandez l’accès à un administrateur.`,last_access:`Dernier accès`,no_access:`Aucun accès pour l’instant`,loading:`Chargement…`,failed:`Cela n’a pas fonctionné.`,failed_log:`Le journal n’a pas pu être lu.`,retry:`Réessayer`,duress_at:`Alarme sous contrainte : {lock}`,acknowledge:`Prendre acte`,duress_suspected:`Peut-être sous la contrainte`,filters:`Rechercher et filtrer`,search:`Rechercher`,found:`Entrées : {count}`,clear:`Effacer les filtres`,nothing_found:`Rien trouvé`,no_records:`Il ne s’est encore rien passé`,all_device:`Toutes les serrures`,all_user:`Tout le monde`,all_kind:`Tout`,all_method:`Tous les moyens`,kind:`Type`,kind_unlock:`Accès`,kind_alarm:`Alarmes`,kind_doorbell:`Sonnette`,doorbell:`On a sonné`,records:`Entrées`,times:`{what} ({count})`,attempts:`Tentatives échouées`,late:`Tardif`,late_long:`Signalé en retard`,probably:`{name} (supposé)`,guess:`Personne supposée`,unknown:`Inconnu`,picture:`Image`,time:`Heure`,person:`Personne`,participants:`Ensemble`,what:`Alarme`,method:`Moyen`,credential:`Identifiant`,slot:`Numéro dans la serrure`,count:`Nombre de signalements`,code:`Code de Tuya`,record_id:`ID de l’entrée`,yes:`Oui`,close:`Fermer`,name_credential:`Nommer cet identifiant`,name_hint:`Ce nom remplace celui que Tuya donne à cet identifiant. Laissez les deux vides pour l’enlever.`,no_person:`Aucune personne`,or_name:`Ou un autre nom`,name:`Nom`,save:`Enregistrer`,cancel:`Annuler`,saved:`Enregistré.`,pattern_label:`Qui vient quand`,pattern_hint:`Pointez ou touchez un point pour voir qui est venu.`,pattern_empty:`Personne n’est venu pendant cette période.`,pattern_spot:`{weekday}, {hour} : {people}`,period:`Période`,weeks:`Semaines : {count}`,show_last:`Dernier accès`,show_duress:`Alarme sous contrainte`,show_filters:`Rechercher et filtrer`,show_log:`Journal`,show_pattern:`Rythme de la semaine`,form_devices:`Serrures`,form_title:`Titre`,form_show:`Afficher`,help_devices:`Toutes si vous n’en choisissez aucune.`,help_show:`Retirez l’alarme sous contrainte là où l’écran se voit depuis la porte : le journal n’en dira alors rien non plus.`,not_a_list:`{name} doit être une liste.`,unknown_part:`La carte ne peut pas afficher {name}. Elle peut afficher : {parts}.`,"method.app":`Application`,"method.ble":`Bluetooth`,"method.card":`Carte`,"method.double":`Ouverture combinée`,"method.dynamic":`Code dynamique`,"method.emergency":`Code d’urgence`,"method.eye":`Iris`,"method.face":`Visage`,"method.finger_vein":`Veine du doigt`,"method.fingerprint":`Empreinte`,"method.geofence":`Géorepérage`,"method.hand":`Paume`,"method.identity_card":`Carte d’identité`,"method.inside":`De l’intérieur`,"method.key":`Clé`,"method.offline_clear":`Codes hors ligne effacés`,"method.offline_clear_single":`Code hors ligne effacé`,"method.offline_pd":`Code hors ligne`,"method.other":`Autre`,"method.password":`Code`,"method.phone_remote":`Téléphone, à distance`,"method.remote":`À distance`,"method.special":`Empreinte spéciale`,"method.telecontrol":`Télécommande`,"method.temporary":`Code temporaire`,"method.voice_remote":`Assistant vocal`,"alarm.defense":`Déclenchée sous surveillance`,"alarm.duress":`Contrainte`,"alarm.key_in":`Clé restée dans la serrure`,"alarm.low_battery":`Pile faible`,"alarm.other":`Autre`,"alarm.power_off":`Hors tension`,"alarm.pry":`Forcée`,"alarm.shock":`Choc`,"alarm.stay_alarm":`Quelqu’un s’attarde`,"alarm.tongue_bad":`Pêne bloqué`,"alarm.tongue_not_out":`Pêne non sorti`,"alarm.too_hot":`Trop chaud`,"alarm.unclosed_time":`Porte restée ouverte`,"alarm.wrong_card":`Mauvaise carte`,"alarm.wrong_face":`Mauvais visage`,"alarm.wrong_finger":`Mauvaise empreinte`,"alarm.wrong_finger_vein":`Mauvaise veine du doigt`,"alarm.wrong_hand":`Mauvaise paume`,"alarm.wrong_password":`Mauvais code`,"alarm.repeated_attempts":`Tentatives répétées`,"alarm.new_credential":`Nouvel identifiant`},Ke={card_description:`Chi ha aperto la porta, come e quando: in diretta, per giorno, con ricerca.`,locks:`Serrature`,lock:`Serratura`,no_locks:`Non c’è nessuna serratura da mostrare. Configura Tuya Door Lock o chiedi l’accesso a un amministratore.`,last_access:`Ultimo accesso`,no_access:`Ancora nessun accesso`,loading:`Caricamento…`,failed:`Non ha funzionato.`,failed_log:`Impossibile leggere il registro.`,retry:`Riprova`,duress_at:`Allarme coercizione: {lock}`,acknowledge:`Conferma`,duress_suspected:`Forse sotto coercizione`,filters:`Cerca e filtra`,search:`Cerca`,found:`Voci: {count}`,clear:`Azzera i filtri`,nothing_found:`Nessun risultato`,no_records:`Non è ancora successo nulla`,all_device:`Tutte le serrature`,all_user:`Tutte le persone`,all_kind:`Tutto`,all_method:`Tutti i metodi`,kind:`Tipo`,kind_unlock:`Accessi`,kind_alarm:`Allarmi`,kind_doorbell:`Campanello`,doorbell:`Hanno suonato`,records:`Voci`,times:`{what} ({count})`,attempts:`Tentativi falliti`,late:`In ritardo`,late_long:`Segnalato in ritardo`,probably:`{name} (presunto)`,guess:`Persona presunta`,unknown:`Sconosciuto`,picture:`Immagine`,time:`Ora`,person:`Persona`,participants:`Insieme`,what:`Allarme`,method:`Metodo`,credential:`Credenziale`,slot:`Numero nella serratura`,count:`Numero di segnalazioni`,code:`Codice di Tuya`,record_id:`ID della voce`,yes:`Sì`,close:`Chiudi`,name_credential:`Dai un nome alla credenziale`,name_hint:`Il nome sostituisce quello che Tuya dà a questa credenziale. Lascia vuoti entrambi per toglierlo.`,no_person:`Nessuna persona`,or_name:`O un altro nome`,name:`Nome`,save:`Salva`,cancel:`Annulla`,saved:`Salvato.`,pattern_label:`Chi viene e quando`,pattern_hint:`Indica o tocca un punto per vedere chi è venuto.`,pattern_empty:`In questo periodo non è venuto nessuno.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Periodo`,weeks:`Settimane: {count}`,show_last:`Ultimo accesso`,show_duress:`Allarme coercizione`,show_filters:`Cerca e filtra`,show_log:`Registro`,show_pattern:`Andamento della settimana`,form_devices:`Serrature`,form_title:`Titolo`,form_show:`Mostra`,help_devices:`Tutte se non ne scegli nessuna.`,help_show:`Togli l’allarme coercizione dove lo schermo si vede dalla porta: così non lo rivela nemmeno il registro.`,not_a_list:`{name} deve essere un elenco.`,unknown_part:`La scheda non può mostrare {name}. Può mostrare: {parts}.`,"method.app":`App`,"method.ble":`Bluetooth`,"method.card":`Tessera`,"method.double":`Apertura combinata`,"method.dynamic":`Codice dinamico`,"method.emergency":`Codice di emergenza`,"method.eye":`Iride`,"method.face":`Volto`,"method.finger_vein":`Vena del dito`,"method.fingerprint":`Impronta`,"method.geofence":`Geofence`,"method.hand":`Palmo`,"method.identity_card":`Carta d’identità`,"method.inside":`Dall’interno`,"method.key":`Chiave`,"method.offline_clear":`Codici offline cancellati`,"method.offline_clear_single":`Codice offline cancellato`,"method.offline_pd":`Codice offline`,"method.other":`Altro`,"method.password":`Codice`,"method.phone_remote":`Telefono, a distanza`,"method.remote":`A distanza`,"method.special":`Impronta speciale`,"method.telecontrol":`Telecomando`,"method.temporary":`Codice temporaneo`,"method.voice_remote":`Assistente vocale`,"alarm.defense":`Scattato ad allarme inserito`,"alarm.duress":`Coercizione`,"alarm.key_in":`Chiave lasciata nella serratura`,"alarm.low_battery":`Batteria scarica`,"alarm.other":`Altro`,"alarm.power_off":`Senza alimentazione`,"alarm.pry":`Forzata`,"alarm.shock":`Urto`,"alarm.stay_alarm":`Qualcuno si trattiene`,"alarm.tongue_bad":`Chiavistello bloccato`,"alarm.tongue_not_out":`Chiavistello non uscito`,"alarm.too_hot":`Troppo caldo`,"alarm.unclosed_time":`Porta lasciata aperta`,"alarm.wrong_card":`Tessera sbagliata`,"alarm.wrong_face":`Volto sbagliato`,"alarm.wrong_finger":`Impronta sbagliata`,"alarm.wrong_finger_vein":`Vena del dito sbagliata`,"alarm.wrong_hand":`Palmo sbagliato`,"alarm.wrong_password":`Codice sbagliato`,"alarm.repeated_attempts":`Tentativi ripetuti`,"alarm.new_credential":`Nuova credenziale`},qe={card_description:`Wie de deur heeft geopend, hoe en wanneer: live, per dag, met zoeken.`,locks:`Deursloten`,lock:`Slot`,no_locks:`Er is geen deurslot om te tonen. Stel Tuya Door Lock in, of vraag een beheerder om toegang.`,last_access:`Laatste toegang`,no_access:`Nog geen toegang`,loading:`Laden…`,failed:`Dat is niet gelukt.`,failed_log:`Het logboek kon niet worden gelezen.`,retry:`Opnieuw`,duress_at:`Dwangalarm: {lock}`,acknowledge:`Bevestigen`,duress_suspected:`Mogelijk onder dwang`,filters:`Zoeken en filteren`,search:`Zoeken`,found:`Vermeldingen: {count}`,clear:`Filters wissen`,nothing_found:`Niets gevonden`,no_records:`Er is nog niets gebeurd`,all_device:`Alle sloten`,all_user:`Iedereen`,all_kind:`Alles`,all_method:`Alle methoden`,kind:`Soort`,kind_unlock:`Toegang`,kind_alarm:`Alarmen`,kind_doorbell:`Deurbel`,doorbell:`Er is aangebeld`,records:`Vermeldingen`,times:`{what} ({count})`,attempts:`Mislukte pogingen`,late:`Laat`,late_long:`Laat gemeld`,probably:`{name} (vermoed)`,guess:`Persoon is een vermoeden`,unknown:`Onbekend`,picture:`Foto`,time:`Tijd`,person:`Persoon`,participants:`Samen`,what:`Alarm`,method:`Methode`,credential:`Toegangsmiddel`,slot:`Nummer in het slot`,count:`Aantal meldingen`,code:`Code van Tuya`,record_id:`ID van de vermelding`,yes:`Ja`,close:`Sluiten`,name_credential:`Toegangsmiddel een naam geven`,name_hint:`De naam komt in de plaats van de naam die Tuya dit toegangsmiddel geeft. Laat beide leeg om hem te verwijderen.`,no_person:`Geen persoon`,or_name:`Of een andere naam`,name:`Naam`,save:`Opslaan`,cancel:`Annuleren`,saved:`Opgeslagen.`,pattern_label:`Wie komt wanneer`,pattern_hint:`Wijs een stip aan of tik erop om te zien wie er kwam.`,pattern_empty:`In deze periode kwam niemand.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Periode`,weeks:`Weken: {count}`,show_last:`Laatste toegang`,show_duress:`Dwangalarm`,show_filters:`Zoeken en filteren`,show_log:`Logboek`,show_pattern:`Patroon van de week`,form_devices:`Sloten`,form_title:`Titel`,form_show:`Tonen`,help_devices:`Allemaal als je er geen kiest.`,help_show:`Laat het dwangalarm weg waar het scherm vanaf de deur te zien is: dan verraadt ook het logboek het niet.`,not_a_list:`{name} moet een lijst zijn.`,unknown_part:`De kaart kan {name} niet tonen. Ze kan tonen: {parts}.`,"method.app":`App`,"method.ble":`Bluetooth`,"method.card":`Kaart`,"method.double":`Gezamenlijk openen`,"method.dynamic":`Dynamische code`,"method.emergency":`Noodcode`,"method.eye":`Iris`,"method.face":`Gezicht`,"method.finger_vein":`Vingerader`,"method.fingerprint":`Vingerafdruk`,"method.geofence":`Geofence`,"method.hand":`Handpalm`,"method.identity_card":`Identiteitskaart`,"method.inside":`Van binnenuit`,"method.key":`Sleutel`,"method.offline_clear":`Offline-codes gewist`,"method.offline_clear_single":`Offline-code gewist`,"method.offline_pd":`Offline-code`,"method.other":`Anders`,"method.password":`Code`,"method.phone_remote":`Telefoon, op afstand`,"method.remote":`Op afstand`,"method.special":`Speciale vingerafdruk`,"method.telecontrol":`Afstandsbediening`,"method.temporary":`Tijdelijke code`,"method.voice_remote":`Spraakassistent`,"alarm.defense":`Afgegaan terwijl bewaakt`,"alarm.duress":`Dwang`,"alarm.key_in":`Sleutel zit nog in het slot`,"alarm.low_battery":`Batterij bijna leeg`,"alarm.other":`Anders`,"alarm.power_off":`Zonder stroom`,"alarm.pry":`Opengebroken`,"alarm.shock":`Schok`,"alarm.stay_alarm":`Iemand blijft hangen`,"alarm.tongue_bad":`Schoot zit vast`,"alarm.tongue_not_out":`Schoot niet uit`,"alarm.too_hot":`Te heet`,"alarm.unclosed_time":`Deur open gelaten`,"alarm.wrong_card":`Verkeerde kaart`,"alarm.wrong_face":`Verkeerd gezicht`,"alarm.wrong_finger":`Verkeerde vingerafdruk`,"alarm.wrong_finger_vein":`Verkeerde vingerader`,"alarm.wrong_hand":`Verkeerde handpalm`,"alarm.wrong_password":`Verkeerde code`,"alarm.repeated_attempts":`Herhaalde pogingen`,"alarm.new_credential":`Nieuw toegangsmiddel`},Je={card_description:`Kto otworzył drzwi, jak i kiedy: na żywo, dzień po dniu, z wyszukiwaniem.`,locks:`Zamki`,lock:`Zamek`,no_locks:`Nie ma zamka do pokazania. Skonfiguruj Tuya Door Lock albo poproś administratora o dostęp.`,last_access:`Ostatnie wejście`,no_access:`Nikt jeszcze nie wszedł`,loading:`Wczytywanie…`,failed:`Nie udało się.`,failed_log:`Nie udało się odczytać dziennika.`,retry:`Spróbuj ponownie`,duress_at:`Alarm o przymusie: {lock}`,acknowledge:`Potwierdź`,duress_suspected:`Być może pod przymusem`,filters:`Szukaj i filtruj`,search:`Szukaj`,found:`Wpisy: {count}`,clear:`Wyczyść filtry`,nothing_found:`Nic nie znaleziono`,no_records:`Jeszcze nic się nie wydarzyło`,all_device:`Wszystkie zamki`,all_user:`Wszystkie osoby`,all_kind:`Wszystko`,all_method:`Wszystkie sposoby`,kind:`Rodzaj`,kind_unlock:`Wejścia`,kind_alarm:`Alarmy`,kind_doorbell:`Dzwonek`,doorbell:`Ktoś zadzwonił`,records:`Wpisy`,times:`{what} ({count})`,attempts:`Nieudane próby`,late:`Późno`,late_long:`Zgłoszone z opóźnieniem`,probably:`{name} (przypuszczalnie)`,guess:`Osoba przypuszczalna`,unknown:`Nieznane`,picture:`Zdjęcie`,time:`Czas`,person:`Osoba`,participants:`Wspólnie`,what:`Alarm`,method:`Sposób`,credential:`Poświadczenie`,slot:`Numer w zamku`,count:`Liczba zgłoszeń`,code:`Kod Tuya`,record_id:`Identyfikator wpisu`,yes:`Tak`,close:`Zamknij`,name_credential:`Nazwij to poświadczenie`,name_hint:`Nazwa zastępuje tę, którą Tuya nadaje temu poświadczeniu. Zostaw oba pola puste, aby ją usunąć.`,no_person:`Bez osoby`,or_name:`Albo inna nazwa`,name:`Nazwa`,save:`Zapisz`,cancel:`Anuluj`,saved:`Zapisano.`,pattern_label:`Kto kiedy przychodzi`,pattern_hint:`Wskaż kropkę lub dotknij jej, aby zobaczyć, kto przyszedł.`,pattern_empty:`W tym okresie nikt nie przyszedł.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Okres`,weeks:`Tygodnie: {count}`,show_last:`Ostatnie wejście`,show_duress:`Alarm o przymusie`,show_filters:`Szukaj i filtruj`,show_log:`Dziennik`,show_pattern:`Rytm tygodnia`,form_devices:`Zamki`,form_title:`Tytuł`,form_show:`Pokaż`,help_devices:`Wszystkie, jeśli nie wybierzesz żadnego.`,help_show:`Pomiń alarm o przymusie tam, gdzie ekran widać od drzwi: wtedy dziennik też go nie zdradzi.`,not_a_list:`{name} musi być listą.`,unknown_part:`Karta nie może pokazać {name}. Może pokazać: {parts}.`,"method.app":`Aplikacja`,"method.ble":`Bluetooth`,"method.card":`Karta`,"method.double":`Wspólne otwarcie`,"method.dynamic":`Kod dynamiczny`,"method.emergency":`Kod awaryjny`,"method.eye":`Tęczówka`,"method.face":`Twarz`,"method.finger_vein":`Żyły palca`,"method.fingerprint":`Odcisk palca`,"method.geofence":`Geofence`,"method.hand":`Dłoń`,"method.identity_card":`Dowód osobisty`,"method.inside":`Od środka`,"method.key":`Klucz`,"method.offline_clear":`Usunięto kody offline`,"method.offline_clear_single":`Usunięto kod offline`,"method.offline_pd":`Kod offline`,"method.other":`Inne`,"method.password":`Kod`,"method.phone_remote":`Telefon, zdalnie`,"method.remote":`Zdalnie`,"method.special":`Specjalny odcisk palca`,"method.telecontrol":`Pilot`,"method.temporary":`Kod tymczasowy`,"method.voice_remote":`Asystent głosowy`,"alarm.defense":`Wyzwolony przy uzbrojeniu`,"alarm.duress":`Przymus`,"alarm.key_in":`Klucz został w zamku`,"alarm.low_battery":`Słaba bateria`,"alarm.other":`Inny`,"alarm.power_off":`Brak zasilania`,"alarm.pry":`Podważenie`,"alarm.shock":`Wstrząs`,"alarm.stay_alarm":`Ktoś się kręci`,"alarm.tongue_bad":`Zablokowany rygiel`,"alarm.tongue_not_out":`Rygiel niewysunięty`,"alarm.too_hot":`Za gorąco`,"alarm.unclosed_time":`Drzwi pozostawione otwarte`,"alarm.wrong_card":`Zła karta`,"alarm.wrong_face":`Zła twarz`,"alarm.wrong_finger":`Zły odcisk palca`,"alarm.wrong_finger_vein":`Złe żyły palca`,"alarm.wrong_hand":`Zła dłoń`,"alarm.wrong_password":`Zły kod`,"alarm.repeated_attempts":`Powtarzające się próby`,"alarm.new_credential":`Nowe poświadczenie`},Ye={card_description:`Quem abriu a porta, como e quando: em direto, por dia, com pesquisa.`,locks:`Fechaduras`,lock:`Fechadura`,no_locks:`Não há nenhuma fechadura para mostrar. Configure o Tuya Door Lock ou peça acesso a um administrador.`,last_access:`Último acesso`,no_access:`Ainda sem acessos`,loading:`A carregar…`,failed:`Não funcionou.`,failed_log:`Não foi possível ler o registo.`,retry:`Tentar de novo`,duress_at:`Alarme de coação: {lock}`,acknowledge:`Confirmar`,duress_suspected:`Possivelmente sob coação`,filters:`Pesquisar e filtrar`,search:`Pesquisar`,found:`Registos: {count}`,clear:`Limpar filtros`,nothing_found:`Nada encontrado`,no_records:`Ainda não aconteceu nada`,all_device:`Todas as fechaduras`,all_user:`Todas as pessoas`,all_kind:`Tudo`,all_method:`Todos os métodos`,kind:`Tipo`,kind_unlock:`Acessos`,kind_alarm:`Alarmes`,kind_doorbell:`Campainha`,doorbell:`Tocaram à campainha`,records:`Registos`,times:`{what} ({count})`,attempts:`Tentativas falhadas`,late:`Tarde`,late_long:`Comunicado tarde`,probably:`{name} (suposto)`,guess:`Pessoa suposta`,unknown:`Desconhecido`,picture:`Imagem`,time:`Hora`,person:`Pessoa`,participants:`Em conjunto`,what:`Alarme`,method:`Método`,credential:`Credencial`,slot:`Número na fechadura`,count:`Vezes comunicado`,code:`Código da Tuya`,record_id:`ID do registo`,yes:`Sim`,close:`Fechar`,name_credential:`Dar nome à credencial`,name_hint:`O nome substitui o que a Tuya dá a esta credencial. Deixe ambos vazios para o remover.`,no_person:`Nenhuma pessoa`,or_name:`Ou outro nome`,name:`Nome`,save:`Guardar`,cancel:`Cancelar`,saved:`Guardado.`,pattern_label:`Quem vem e quando`,pattern_hint:`Aponte ou toque num ponto para ver quem veio.`,pattern_empty:`Ninguém veio neste período.`,pattern_spot:`{weekday}, {hour}: {people}`,period:`Período`,weeks:`Semanas: {count}`,show_last:`Último acesso`,show_duress:`Alarme de coação`,show_filters:`Pesquisar e filtrar`,show_log:`Registo`,show_pattern:`Padrão da semana`,form_devices:`Fechaduras`,form_title:`Título`,form_show:`Mostrar`,help_devices:`Todas se não escolher nenhuma.`,help_show:`Retire o alarme de coação onde o ecrã se vê da porta: assim o registo também não o revela.`,not_a_list:`{name} tem de ser uma lista.`,unknown_part:`O cartão não consegue mostrar {name}. Pode mostrar: {parts}.`,"method.app":`Aplicação`,"method.ble":`Bluetooth`,"method.card":`Cartão`,"method.double":`Abertura combinada`,"method.dynamic":`Código dinâmico`,"method.emergency":`Código de emergência`,"method.eye":`Íris`,"method.face":`Rosto`,"method.finger_vein":`Veia do dedo`,"method.fingerprint":`Impressão digital`,"method.geofence":`Geocerca`,"method.hand":`Palma`,"method.identity_card":`Cartão de identidade`,"method.inside":`Por dentro`,"method.key":`Chave`,"method.offline_clear":`Códigos offline apagados`,"method.offline_clear_single":`Código offline apagado`,"method.offline_pd":`Código offline`,"method.other":`Outro`,"method.password":`Código`,"method.phone_remote":`Telefone, à distância`,"method.remote":`À distância`,"method.special":`Impressão digital especial`,"method.telecontrol":`Comando à distância`,"method.temporary":`Código temporário`,"method.voice_remote":`Assistente de voz`,"alarm.defense":`Disparado com o alarme armado`,"alarm.duress":`Coação`,"alarm.key_in":`Chave na fechadura`,"alarm.low_battery":`Bateria fraca`,"alarm.other":`Outro`,"alarm.power_off":`Sem energia`,"alarm.pry":`Forçada`,"alarm.shock":`Choque`,"alarm.stay_alarm":`Alguém demora-se`,"alarm.tongue_bad":`Trinco preso`,"alarm.tongue_not_out":`Trinco não estendido`,"alarm.too_hot":`Demasiado quente`,"alarm.unclosed_time":`Porta deixada aberta`,"alarm.wrong_card":`Cartão errado`,"alarm.wrong_face":`Rosto errado`,"alarm.wrong_finger":`Impressão digital errada`,"alarm.wrong_finger_vein":`Veia do dedo errada`,"alarm.wrong_hand":`Palma errada`,"alarm.wrong_password":`Código errado`,"alarm.repeated_attempts":`Tentativas repetidas`,"alarm.new_credential":`Nova credencial`},Xe={card_description:`谁在何时以何种方式开了门：实时、按天显示、可搜索。`,locks:`门锁`,lock:`门锁`,no_locks:`没有可显示的门锁。请设置 Tuya Door Lock，或向管理员申请访问权限。`,last_access:`上次开门`,no_access:`还没有开门记录`,loading:`正在加载…`,failed:`操作失败。`,failed_log:`无法读取日志。`,retry:`重试`,duress_at:`胁迫报警：{lock}`,acknowledge:`确认`,duress_suspected:`可能受到胁迫`,filters:`搜索和筛选`,search:`搜索`,found:`记录：{count}`,clear:`清除筛选`,nothing_found:`没有找到`,no_records:`还没有任何记录`,all_device:`所有门锁`,all_user:`所有人`,all_kind:`全部`,all_method:`所有方式`,kind:`类型`,kind_unlock:`开门`,kind_alarm:`报警`,kind_doorbell:`门铃`,doorbell:`有人按门铃`,records:`记录`,times:`{what}（{count}）`,attempts:`失败的尝试`,late:`延迟`,late_long:`延迟上报`,probably:`{name}（推测）`,guess:`人员为推测`,unknown:`未知`,picture:`图片`,time:`时间`,person:`人员`,participants:`共同开门`,what:`报警`,method:`方式`,credential:`凭证`,slot:`锁内编号`,count:`上报次数`,code:`Tuya 代码`,record_id:`记录 ID`,yes:`是`,close:`关闭`,name_credential:`为此凭证命名`,name_hint:`该名称代替 Tuya 对此凭证的命名。两项都留空即可移除。`,no_person:`无人员`,or_name:`或其他名称`,name:`名称`,save:`保存`,cancel:`取消`,saved:`已保存。`,pattern_label:`谁在何时到来`,pattern_hint:`指向或点按圆点，查看谁来过。`,pattern_empty:`这段时间没有人来过。`,pattern_spot:`{weekday}，{hour}：{people}`,period:`时间段`,weeks:`周数：{count}`,show_last:`上次开门`,show_duress:`胁迫报警`,show_filters:`搜索和筛选`,show_log:`日志`,show_pattern:`每周规律`,form_devices:`门锁`,form_title:`标题`,form_show:`显示`,help_devices:`如不选择，则显示全部。`,help_show:`如果从门口能看到屏幕，请不要显示胁迫报警：日志也不会显示它。`,not_a_list:`{name} 必须是列表。`,unknown_part:`卡片无法显示 {name}。可以显示：{parts}。`,"method.app":`应用`,"method.ble":`蓝牙`,"method.card":`门卡`,"method.double":`组合开锁`,"method.dynamic":`动态密码`,"method.emergency":`应急密码`,"method.eye":`虹膜`,"method.face":`人脸`,"method.finger_vein":`指静脉`,"method.fingerprint":`指纹`,"method.geofence":`地理围栏`,"method.hand":`掌纹`,"method.identity_card":`身份证`,"method.inside":`从室内`,"method.key":`钥匙`,"method.offline_clear":`已清除离线密码`,"method.offline_clear_single":`已清除单个离线密码`,"method.offline_pd":`离线密码`,"method.other":`其他`,"method.password":`密码`,"method.phone_remote":`手机远程`,"method.remote":`远程`,"method.special":`特殊指纹`,"method.telecontrol":`遥控器`,"method.temporary":`临时密码`,"method.voice_remote":`语音助手`,"alarm.defense":`布防时触发`,"alarm.duress":`胁迫`,"alarm.key_in":`钥匙未拔`,"alarm.low_battery":`电量低`,"alarm.other":`其他`,"alarm.power_off":`断电`,"alarm.pry":`撬锁`,"alarm.shock":`震动`,"alarm.stay_alarm":`有人逗留`,"alarm.tongue_bad":`锁舌卡住`,"alarm.tongue_not_out":`锁舌未伸出`,"alarm.too_hot":`温度过高`,"alarm.unclosed_time":`门未关`,"alarm.wrong_card":`错误的门卡`,"alarm.wrong_face":`错误的人脸`,"alarm.wrong_finger":`错误的指纹`,"alarm.wrong_finger_vein":`错误的指静脉`,"alarm.wrong_hand":`错误的掌纹`,"alarm.wrong_password":`错误的密码`,"alarm.repeated_attempts":`多次尝试`,"alarm.new_credential":`新凭证`},Ze={de:He,en:Ue,es:We,fr:Ge,it:Ke,nl:qe,pl:Je,pt:Ye,"zh-Hans":Xe};function Qe(e){let t=e.split(`-`)[0]??``,n=Ze[e]??Ze[t]??(t===`zh`?Xe:Ue);return(e,t)=>n[e].replace(/\{(\w+)\}/g,(e,n)=>t?.[n]??e)}function P(e,t){return Object.hasOwn(Ue,t)?e(t):void 0}var $e=`tuya_door_lock`,et={duress:`duress`,acknowledge_duress:`acknowledge`,last_picture:`picture`};function tt(e,t){let n=new Set(t.devices);for(let r of t.entities??[]){let t=e.entities[r]?.device_id;t&&n.add(t)}let r=!t.devices?.length&&!t.entities?.length,i=new Map,a=new Set;for(let t of Object.values(e.entities)){let o=t.device_id;if(t.platform!==`tuya_door_lock`||!o||!(r||n.has(o)))continue;let s=e.devices[o],c=i.get(o);c||(c={device:o,name:s?.name_by_user??s?.name??o},i.set(o,c));let l=t.translation_key??``,u=et[l];u&&(c[u]=t.entity_id),(l===`access`||l===`alarm`||l===`doorbell`)&&a.add(o)}return[...i.values()].filter(e=>a.has(e.device)).sort((t,n)=>t.name.localeCompare(n.name,e.locale.language))}function nt(e,t){let n=t?rt(e,t)?.attributes.entity_picture:void 0;if(typeof n==`string`&&n)return e.hassUrl?.(n)??n}function rt(e,t){let n=e.states[t];return n&&n.state!==`unavailable`?n:void 0}var F=[`last`,`duress`,`filters`,`log`,`pattern`],it=`tuya-door-lock-card`,at=`custom:${it}`;function ot(){return Qe(document.documentElement.lang||`en`)}function st(e){let t=ot();for(let n of[`devices`,`entities`,`show`]){let r=e[n];if(r!==void 0&&!(Array.isArray(r)&&r.every(e=>typeof e==`string`)))throw Error(t(`not_a_list`,{name:n}))}let n=e.show?.find(e=>!F.includes(e));if(n!==void 0)throw Error(t(`unknown_part`,{name:n,parts:F.join(`, `)}))}function ct(){let e=ot();return{schema:[{name:`devices`,selector:{device:{multiple:!0,filter:{integration:$e},entity:{domain:`event`}}}},{name:`title`,selector:{text:{}}},{name:`show`,selector:{select:{multiple:!0,mode:`list`,options:F.map(t=>({value:t,label:e(`show_${t}`)}))}}}],computeLabel:({name:t})=>P(e,`form_${t}`)??t,computeHelper:({name:t})=>P(e,`help_${t}`),assertConfig:st}}function lt(e){let[t]=tt(e,{});return t?{devices:[t.device],show:[...F]}:{show:[...F]}}function ut(e,t){let n=e.entities[t];if(n?.platform!==`tuya_door_lock`||!n.device_id)return null;let[r]=tt(e,{devices:[n.device_id]});return r?{config:{type:at,devices:[r.device],show:[...F]}}:null}var I=6e4,L=60*I,R=24*L,dt=[`monday`,`tuesday`,`wednesday`,`thursday`,`friday`,`saturday`,`sunday`],ft=Date.UTC(2024,0,1);function pt(e){switch(e.time_format){case`12`:return!0;case`24`:return!1;default:{let t=e.time_format===`system`?void 0:e.language;return!!new Intl.DateTimeFormat(t,{hour:`numeric`}).resolvedOptions().hour12}}}var mt=class{constructor(e){this.formats=new Map,this.days=new Map,this.language=e.locale.language,this.timeZone=e.locale.time_zone===`server`?e.config.time_zone:void 0,this.hourCycle=pt(e.locale)?`h12`:`h23`,this.firstWeekday=this.first(e.locale.first_weekday)}time(e){return this.format(`time`,{hour:`numeric`,minute:`2-digit`}).format(e)}day(e,t){let n=Math.round((this.dayStart(e)-this.dayStart(t))/R);if(n===0||n===-1){let e=new Intl.RelativeTimeFormat(this.language,{numeric:`auto`}).format(n,`day`);return e.charAt(0).toLocaleUpperCase(this.language)+e.slice(1)}return this.dayKey(e).slice(0,4)===this.dayKey(t).slice(0,4)?this.format(`day`,{weekday:`long`,day:`numeric`,month:`long`}).format(e):this.format(`year`,{weekday:`long`,day:`numeric`,month:`long`,year:`numeric`}).format(e)}full(e){return this.format(`full`,{weekday:`long`,day:`numeric`,month:`long`,year:`numeric`,hour:`numeric`,minute:`2-digit`,second:`2-digit`}).format(e)}ago(e,t){let n=e.getTime()-t.getTime(),r=Math.abs(n),i=new Intl.RelativeTimeFormat(this.language,{numeric:`auto`});return r<I?i.format(0,`second`):r<L?i.format(Math.trunc(n/I),`minute`):r<R?i.format(Math.trunc(n/L),`hour`):i.format(Math.round((this.dayStart(e)-this.dayStart(t))/R),`day`)}dayKey(e){let t=Math.floor(e.getTime()/(15*I)),n=this.days.get(t);if(n===void 0){let r=this.keyFormat.formatToParts(e),i=e=>r.find(t=>t.type===e)?.value??``;n=`${i(`year`)}-${i(`month`)}-${i(`day`)}`,this.days.set(t,n)}return n}number(e){return new Intl.NumberFormat(this.language).format(e)}weekday(e,t){return new Intl.DateTimeFormat(this.language,{weekday:t,timeZone:`UTC`}).format(ft+e*R)}hour(e){return new Intl.DateTimeFormat(this.language,{hour:`numeric`,hourCycle:this.hourCycle,timeZone:`UTC`}).format(ft+e*L)}list(e){return new Intl.ListFormat(this.language,{type:`conjunction`,style:`narrow`}).format(e)}get keyFormat(){let e=this.formats.get(`key`);return e||(e=new Intl.DateTimeFormat(`en`,{calendar:`gregory`,numberingSystem:`latn`,year:`numeric`,month:`2-digit`,day:`2-digit`,timeZone:this.timeZone}),this.formats.set(`key`,e)),e}dayStart(e){return Date.parse(this.dayKey(e))}format(e,t){let n=this.formats.get(e);return n||(n=new Intl.DateTimeFormat(this.language,{...t,...t.hour&&{hourCycle:this.hourCycle},timeZone:this.timeZone}),this.formats.set(e,n)),n}first(e){let t=dt.indexOf(e??``);if(t>=0)return t;let n=new Intl.Locale(this.language);return((n.getWeekInfo?.()??n.weekInfo)?.firstDay??1)-1}},ht={binary_sensor:{duress:{default:`mdi:shield-check`,state:{on:`mdi:alarm-light`}}},button:{acknowledge_duress:{default:`mdi:account-check`},refresh:{default:`mdi:refresh`}},event:{access:{default:`mdi:door`,state_attributes:{event_type:{default:`mdi:door`,state:{app:`mdi:cellphone-key`,ble:`mdi:bluetooth`,card:`mdi:card-account-details`,double:`mdi:account-multiple-check`,dynamic:`mdi:form-textbox-password`,emergency:`mdi:alarm-light`,eye:`mdi:eye`,face:`mdi:face-recognition`,finger_vein:`mdi:hand-front-right`,fingerprint:`mdi:fingerprint`,geofence:`mdi:map-marker-radius`,hand:`mdi:hand-back-right`,identity_card:`mdi:smart-card`,inside:`mdi:door-closed`,key:`mdi:key`,offline_clear:`mdi:lock-remove`,offline_clear_single:`mdi:lock-remove`,offline_pd:`mdi:form-textbox-password`,other:`mdi:lock-open-variant`,password:`mdi:dialpad`,phone_remote:`mdi:cellphone-key`,remote:`mdi:remote`,special:`mdi:fingerprint`,telecontrol:`mdi:remote`,temporary:`mdi:lock-clock`,voice_remote:`mdi:account-voice`,late:`mdi:clock-alert`}}}},alarm:{default:`mdi:shield-alert`,state_attributes:{event_type:{default:`mdi:shield-alert`,state:{defense:`mdi:shield-alert`,duress:`mdi:alarm-light`,key_in:`mdi:key-alert`,low_battery:`mdi:battery-alert`,other:`mdi:alert`,power_off:`mdi:power-plug-off`,pry:`mdi:door-sliding-lock`,shock:`mdi:vibrate`,stay_alarm:`mdi:account-clock`,tongue_bad:`mdi:lock-alert`,tongue_not_out:`mdi:lock-open-alert`,too_hot:`mdi:thermometer-alert`,unclosed_time:`mdi:door-open`,wrong_card:`mdi:card-off`,wrong_face:`mdi:emoticon-confused`,wrong_finger:`mdi:fingerprint-off`,wrong_finger_vein:`mdi:hand-front-right-outline`,wrong_hand:`mdi:hand-back-right-off`,wrong_password:`mdi:lock-question`,late:`mdi:clock-alert`,repeated_attempts:`mdi:lock-alert`,new_credential:`mdi:key-plus`}}}},doorbell:{default:`mdi:doorbell`,state_attributes:{event_type:{default:`mdi:doorbell`,state:{late:`mdi:clock-alert`}}}}},image:{last_picture:{default:`mdi:camera`}},sensor:{battery_state:{default:`mdi:battery`,state:{low:`mdi:battery-low`,medium:`mdi:battery-medium`,poweroff:`mdi:battery-off-outline`}},calls_this_month:{default:`mdi:counter`},last_alarm:{default:`mdi:shield-alert`,state:{defense:`mdi:shield-alert`,duress:`mdi:alarm-light`,key_in:`mdi:key-alert`,low_battery:`mdi:battery-alert`,other:`mdi:alert`,power_off:`mdi:power-plug-off`,pry:`mdi:door-sliding-lock`,shock:`mdi:vibrate`,stay_alarm:`mdi:account-clock`,tongue_bad:`mdi:lock-alert`,tongue_not_out:`mdi:lock-open-alert`,too_hot:`mdi:thermometer-alert`,unclosed_time:`mdi:door-open`,wrong_card:`mdi:card-off`,wrong_face:`mdi:emoticon-confused`,wrong_finger:`mdi:fingerprint-off`,wrong_finger_vein:`mdi:hand-front-right-outline`,wrong_hand:`mdi:hand-back-right-off`,wrong_password:`mdi:lock-question`}},last_alarm_time:{default:`mdi:clock-alert`},last_credential:{default:`mdi:key-variant`},last_unlock:{default:`mdi:clock`},last_unlock_method:{default:`mdi:lock-open-variant`,state:{app:`mdi:cellphone-key`,ble:`mdi:bluetooth`,card:`mdi:card-account-details`,double:`mdi:account-multiple-check`,dynamic:`mdi:form-textbox-password`,emergency:`mdi:alarm-light`,eye:`mdi:eye`,face:`mdi:face-recognition`,finger_vein:`mdi:hand-front-right`,fingerprint:`mdi:fingerprint`,geofence:`mdi:map-marker-radius`,hand:`mdi:hand-back-right`,identity_card:`mdi:smart-card`,inside:`mdi:door-closed`,key:`mdi:key`,offline_clear:`mdi:lock-remove`,offline_clear_single:`mdi:lock-remove`,offline_pd:`mdi:form-textbox-password`,other:`mdi:lock-open-variant`,password:`mdi:dialpad`,phone_remote:`mdi:cellphone-key`,remote:`mdi:remote`,special:`mdi:fingerprint`,telecontrol:`mdi:remote`,temporary:`mdi:lock-clock`,voice_remote:`mdi:account-voice`}},last_unlocked_by:{default:`mdi:account-key`},polling_interval:{default:`mdi:timer-refresh-outline`},projected_calls:{default:`mdi:chart-line`}}},gt=6e5;function z(e){return`${e.device_id} ${e.record_id}`}function _t(e){return e.alarm?.startsWith(`wrong_`)??!1}function vt(e){let{alarm:t,notice:n}=e;if(t&&!n&&t!==`duress`&&t!==`other`)return`${e.device_id} ${_t(e)?`attempt`:t}`}function yt(e,t,n){let r=[],i=``,a,o,s=0;for(let c of e){let e=new Date(c.occurred_at),l=t.dayKey(e);l!==i&&(i=l,a=void 0,r.push({type:`day`,key:l,label:t.day(e,n)}));let u=vt(c);a&&u!==void 0&&u===o&&s-e.getTime()<=gt?(a.records.push(c),a.key=z(c)):(a={type:`records`,key:z(c),records:[c]},r.push(a)),o=u,s=e.getTime()}return r}function bt(e){return e.records.reduce((e,t)=>e+t.count,0)}var{access:xt,alarm:St,doorbell:Ct}=ht.event,wt=xt.state_attributes.event_type.state,Tt=St.state_attributes.event_type.state,Et=new Set([`low_battery`,`unclosed_time`,`power_off`,`tongue_not_out`,`key_in`]);function B(e){switch(e.kind){case`unlock`:return wt[e.method??``]??xt.default;case`alarm`:return Tt[e.notice??e.alarm??``]??St.default;case`doorbell`:return Ct.default}}function Dt(e){return e.alarm===`duress`||e.duress_suspected?`danger`:e.kind===`doorbell`||e.notice===`new_credential`?`notice`:e.kind===`unlock`?`access`:_t(e)||Et.has(e.alarm??``)?`warning`:`danger`}var Ot=100,kt=200,At=500,jt=1e4,Mt=class{constructor(e){this.changed=e,this.records=[],this.users=[],this.methods=[],this.total=0,this.state=`loading`,this.error=``,this.changes=0,this.devices=[],this.filter={},this.cursor=null,this.question=0,this.isLoadingMore=!1,this.session=0,this.reconnected=()=>{this.hass&&this.follow(this.hass,this.devices)}}get hasMore(){return this.cursor!==null}follow(e,t){this.stop(),this.hass=e,this.devices=t,this.state=`loading`,e.connection.addEventListener(`ready`,this.reconnected),this.subscribe(),this.reload(Ot)}stop(){this.session+=1,this.question+=1,this.isLoadingMore=!1,clearTimeout(this.retry),this.hass?.connection.removeEventListener(`ready`,this.reconnected),this.end(this.unsubscribe),this.unsubscribe=void 0}async search(e){this.filter=e,await this.reload(Ot)}async more(){if(this.cursor===null||this.isLoadingMore||!this.hass)return;let e=this.question;this.isLoadingMore=!0;try{let t=await this.ask(kt,this.filter,this.cursor);if(e!==this.question)return;this.merge(t.records),this.cursor=t.cursor,this.state=`ready`}catch(t){if(e!==this.question)return;this.fail(t)}finally{e===this.question&&(this.isLoadingMore=!1)}this.changed()}async reload(e=Math.min(Math.max(this.records.length,Ot),At)){let t=this.question+=1;this.isLoadingMore=!1;try{let[n,r]=await Promise.all([this.ask(e,this.filter),this.ask(1,{kind:`unlock`})]);if(t!==this.question)return;this.records=n.records,this.cursor=n.cursor,this.total=n.total,this.users=n.users,this.methods=n.methods,this.last=r.records[0],this.state=`ready`,this.changes+=1}catch(e){if(t!==this.question)return;this.fail(e)}this.changed()}async subscribe(){let e=this.session,t;try{t=await this.hass.connection.subscribeMessage(t=>{e===this.session&&this.take(t)},{type:`tuya_door_lock/subscribe`,device_ids:this.devices},{resubscribe:!1})}catch{e===this.session&&(this.retry=setTimeout(this.reconnected,jt));return}e===this.session?this.unsubscribe=t:this.end(t)}end(e){Promise.resolve(e?.()).catch(()=>void 0)}take(e){if(e.type===`changed`||Object.values(this.filter).some(Boolean)){this.reload();return}let t=new Set(this.records.map(z));this.total+=e.records.filter(e=>!t.has(z(e))).length;let n=this.hasMore?this.records.at(-1)?.occurred_at:void 0;this.merge(e.records.filter(e=>!n||e.occurred_at>=n));for(let t of e.records){let{user:e,method:n}=t;e!==null&&!this.users.includes(e)&&(this.users=[...this.users,e]),n!==null&&!this.methods.includes(n)&&(this.methods=[...this.methods,n]),t.kind===`unlock`&&!(this.last&&this.last.occurred_at>t.occurred_at)&&(this.last=t)}this.changed()}ask(e,t,n){let{device:r,kind:i,method:a,user:o,search:s}=t;return this.hass.callWS({type:`tuya_door_lock/records`,device_ids:r?[r]:this.devices,limit:e,...n!==void 0&&{before:n},...i&&{kinds:[i]},...a&&{methods:[a]},...o&&{users:[o]},...s&&{search:s}})}merge(e){let t=this.records.at(-1)?.occurred_at,n=new Map(this.records.map(e=>[z(e),e])),r=!0;for(let i of e)n.set(z(i),i),t!==void 0&&i.occurred_at>t&&(r=!1);let i=[...n.values()];this.records=r?i:i.sort((e,t)=>Nt(t.occurred_at,e.occurred_at))}fail(e){this.state=`failed`,this.error=e instanceof Error?e.message:V(e)}};function Nt(e,t){return e<t?-1:Number(e>t)}function V(e){let t=e?.message;return typeof t==`string`?t:``}var H=s`
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
`;function Pt(e,t){return P(e.localize,`method.${t}`)??t}function Ft(e,t){return P(e.localize,`alarm.${t}`)??t}function U(e,t){let n=t.participants.length?e.format.list(t.participants):t.user??void 0;return n!==void 0&&t.uncertain?e.localize(`probably`,{name:n}):n}function It(e,t){if(t.kind===`doorbell`)return e.localize(`doorbell`);if(t.kind===`alarm`){let n=t.notice??t.alarm??`other`;return n===`other`&&t.code?t.code:Ft(e,n)}let n=t.method??`other`;return n===`other`&&t.code?t.code:Pt(e,n)}function Lt(e,t){let[n]=t.records;if(n.kind===`unlock`)return U(e,n)??n.credential??It(e,n);let r=bt(t);if(r===1)return It(e,n);let i=new Set(t.records.map(e=>e.alarm));return e.localize(`times`,{what:i.size>1?e.localize(`attempts`):It(e,n),count:e.format.number(r)})}function Rt(e,t){let[n]=t.records,r=Lt(e,t),i=n.kind===`unlock`?[It(e,n),n.credential]:[new Set(t.records.map(t=>U(e,t))).size===1?U(e,n):null];i.push(e.lockName(n.device_id));let a=[];for(let e of i)!e||r.startsWith(e)||a.includes(e)||(a.length&&e.startsWith(a.at(-1))&&a.pop(),a.push(e));return a.join(` · `)}function W(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var zt=[`unlock`,`alarm`,`doorbell`],Bt=[1,4,12],Vt=3e4,Ht=300;function Ut(e){return{...e,duress_suspected:!1}}var G=class extends j{constructor(...e){super(...e),this.view=`log`,this.isFiltering=!1,this.filter={},this.weeks=4,this.patternError=``,this.duressError=``,this.turn=0,this.locks=[],this.followed=``,this.patternShown=``,this.wordsOf=[],this.rows=[],this.rowsFrom=[],this.log=new Mt(()=>{this.turn+=1}),this.toggleFilters=async()=>{this.isFiltering=!this.isFiltering,await this.updateComplete,this.isFiltering&&this.renderRoot.querySelector(`input[type=search]`)?.focus()},this.toggleView=()=>{this.view=this.view===`log`?`pattern`:`log`},this.filterChanged=e=>{let{name:t,value:n}=e.target;this.setFilter({...this.filter,[t]:n})},this.searched=e=>{let t=e.target.value.trim();clearTimeout(this.typing),this.typing=setTimeout(()=>{this.setFilter({...this.filter,search:t})},Ht)},this.clearFilters=()=>{this.setFilter({})},this.weeksChanged=e=>{this.weeks=Number(e.target.value)},this.more=()=>{this.log.more()},this.retry=()=>{this.log.reload()},this.chosen=e=>{this.details?.show(e.detail)}}static getConfigForm(){return ct()}static getStubConfig(e){return lt(e)}setConfig(e){st(e),this.config=e}getCardSize(){return this.shows(`log`)||this.shows(`pattern`)?10:2}getGridOptions(){return this.shows(`log`)||this.shows(`pattern`)?{columns:12,min_columns:6,rows:8,min_rows:5}:{columns:6,min_columns:4,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.ticking=setInterval(()=>{this.turn+=1},Vt),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.ticking),clearTimeout(this.typing),this.log.stop(),this.followed=``}shouldUpdate(e){let t=e.get(`hass`);if(e.size>1||!t||!this.hass)return!0;let{hass:n}=this;return t.entities!==n.entities||t.devices!==n.devices||t.locale!==n.locale||t.user!==n.user||t.connection!==n.connection||[...this.watched()].some(e=>t.states[e]!==n.states[e])}willUpdate(e){let{hass:t,config:n}=this;if(!t||!n)return;let r=e.get(`hass`);(!r||r.entities!==t.entities||r.devices!==t.devices||!this.followed||e.size>1)&&(this.locks=tt(t,n)),this.word(t);let i=this.locks.map(e=>e.device).join(` `);this.isConnected&&(i!==this.followed||r&&r.connection!==t.connection)&&(this.followed=i,this.filter={},this.locks.length?this.log.follow(t,this.locks.map(e=>e.device)):this.log.stop()),!this.shows(`log`)&&this.shows(`pattern`)&&(this.view=`pattern`),this.shows(`pattern`)||(this.view=`log`),this.readPattern(t,i),this.line()}render(){let{hass:e,words:t,locks:n}=this;if(!e||!t)return w`<ha-card></ha-card>`;let{localize:r}=t,i=this.shows(`duress`)?this.renderDuress(e,t):D;if(!n.length)return w`<ha-card><div class="empty"><ha-icon .icon=${`mdi:lock-question`}></ha-icon><p>${r(`no_locks`)}</p></div></ha-card>`;let a=this.view===`log`;return w`
      <ha-card>
        ${this.renderHeader(r)} ${i} ${this.shows(`last`)?this.renderLast(e,t):D}
        ${this.shows(`log`)&&a?this.renderLog(t):D}
        ${this.shows(`pattern`)&&!a?this.renderPattern(t):D}
      </ha-card>
      <tuya-door-lock-details .hass=${e} .words=${t} .locks=${n}></tuya-door-lock-details>
    `}renderHeader(e){let t=this.config?.title??(this.locks.length===1?this.locks[0].name:e(`locks`)),n=this.shows(`log`),r=Object.values(this.filter).some(Boolean);return w`
      <header role="none">
        <h2 class="cut"><bdi>${t}</bdi></h2>
        ${n&&this.shows(`filters`)&&this.view===`log`?w`
              <button
                class="icon ${r?`on`:``}"
                aria-label=${e(`filters`)}
                title=${e(`filters`)}
                aria-expanded=${this.isFiltering}
                @click=${this.toggleFilters}
              >
                <ha-icon .icon=${r?`mdi:filter-check`:`mdi:magnify`}></ha-icon>
              </button>
            `:D}
        ${n&&this.shows(`pattern`)?w`
              <button
                class="icon"
                aria-label=${e(this.view===`log`?`show_pattern`:`show_log`)}
                title=${e(this.view===`log`?`show_pattern`:`show_log`)}
                @click=${this.toggleView}
              >
                <ha-icon .icon=${this.view===`log`?`mdi:calendar-week`:`mdi:format-list-bulleted`}></ha-icon>
              </button>
            `:D}
      </header>
    `}renderLast(e,t){let{localize:n,format:r}=t,i=this.log.last;if(!i)return this.shows(`log`)?D:w`
        <div class="last">
          <span class="disc"><ha-icon .icon=${`mdi:door`}></ha-icon></span>
          <span class="quiet">${n(this.log.state===`loading`?`loading`:`no_access`)}</span>
        </div>
      `;let a=this.shows(`duress`)?i:Ut(i),o={type:`records`,key:z(a),records:[a]},s=this.face(e,a);return w`
      <button
        class="last"
        @click=${()=>{this.details?.show(o)}}
      >
        <span class="disc">
          ${s?w`<img src=${s} alt="" />`:w`<ha-icon .icon=${B(a)}></ha-icon>`}
        </span>
        <span class="text">
          <span class="unseen">${n(`last_access`)}</span>
          <bdi class="name cut">${Lt(t,o)}</bdi>
          <span class="cut quiet">
            <bdi>${r.ago(new Date(a.occurred_at),new Date)}</bdi> ·
            <bdi>${Rt(t,o)||n(`last_access`)}</bdi>
          </span>
        </span>
      </button>
    `}face(e,t){let n=this.locks.find(e=>e.device===t.device_id);return nt(e,t.person)??(t.picture?nt(e,n?.picture):void 0)}renderDuress(e,t){let{localize:n}=t;return this.locks.filter(t=>t.duress&&e.states[t.duress]?.state===`on`).map(e=>w`
          <div class="banner danger" role="alert">
            <ha-icon .icon=${`mdi:alarm-light`}></ha-icon>
            <span class="text">
              <strong>${n(`duress_at`,{lock:e.name})}</strong>
              ${this.duressError?w`<span>${this.duressError}</span>`:D}
            </span>
            ${e.acknowledge?w`
                  <button class="action main" @click=${()=>this.acknowledge(e)}>${n(`acknowledge`)}</button>
                `:D}
          </div>
        `)}renderLog(e){let{localize:t}=e,{log:n}=this,r=!this.rows.length;return w`
      ${this.isFiltering&&this.shows(`filters`)?this.renderFilters(e):D}
      ${n.state===`failed`?w`
            <div class="banner warning" role="alert">
              <ha-icon .icon=${`mdi:cloud-alert`}></ha-icon>
              <span class="text">${t(`failed_log`)}<span class="quiet">${n.error}</span></span>
              <button class="action" @click=${this.retry}>${t(`retry`)}</button>
            </div>
          `:D}
      ${r&&n.state===`loading`?w`<div class="ghosts" role="status" aria-label=${t(`loading`)}>${[1,2,3,4].map(()=>w`<i></i>`)}</div>`:D}
      ${r&&n.state===`ready`?w`
            <div class="empty" role="status">
              <ha-icon .icon=${`mdi:text-search`}></ha-icon>
              <p>${t(Object.values(this.filter).some(Boolean)?`nothing_found`:`no_records`)}</p>
            </div>
          `:D}
      ${r?D:w`
            <tuya-door-lock-log
              .rows=${this.rows}
              .words=${e}
              ?hasMore=${n.hasMore}
              ?fill=${this.layout===`grid`}
              @more=${this.more}
              @record-chosen=${this.chosen}
            ></tuya-door-lock-log>
          `}
    `}renderFilters({localize:e,format:t,...n}){let{filter:r,log:i}=this,a=(t,n)=>w`
      <select class="field" name=${t} aria-label=${e(t===`user`?`person`:t===`device`?`lock`:t)} @change=${this.filterChanged}>
        <option value="" ?selected=${!r[t]}>${e(`all_${t}`)}</option>
        ${n.map(([e,n])=>w`<option value=${e} ?selected=${r[t]===e}>${n}</option>`)}
      </select>
    `;return w`
      <search>
        <input
          class="field wide"
          type="search"
          name="search"
          placeholder=${e(`search`)}
          aria-label=${e(`search`)}
          .value=${r.search??``}
          @input=${this.searched}
        />
        ${this.locks.length>1?a(`device`,this.locks.map(e=>[e.device,e.name])):D}
        ${a(`user`,i.users.map(e=>[e,e]))}
        ${a(`kind`,zt.map(t=>[t,e(`kind_${t}`)]))}
        ${a(`method`,i.methods.map(r=>[r,Pt({localize:e,format:t,...n},r)]))}
        <p class="wide quiet" role="status">
          ${e(`found`,{count:t.number(i.total)})}
          ${Object.values(r).some(Boolean)?w`<button class="link" @click=${this.clearFilters}>${e(`clear`)}</button>`:D}
        </p>
      </search>
    `}renderPattern(e){let{localize:t,format:n}=e;return w`
      <div class="choice">
        <span class="quiet">${t(`pattern_label`)}</span>
        <select class="field" aria-label=${t(`period`)} @change=${this.weeksChanged}>
          ${Bt.map(e=>w`
              <option value=${e} ?selected=${e===this.weeks}>${t(`weeks`,{count:n.number(e)})}</option>
            `)}
        </select>
      </div>
      ${this.patternError?w`<div class="empty" role="alert"><p>${t(`failed_log`)}<br />${this.patternError}</p></div>`:this.cells?w`<tuya-door-lock-pattern .cells=${this.cells} .words=${e}></tuya-door-lock-pattern>`:w`<div class="empty" role="status"><p>${t(`loading`)}</p></div>`}
    `}shows(e){let t=this.config?.show;return(t?.length?t:F).includes(e)}*watched(){for(let{duress:e,picture:t}of this.locks)e&&(yield e),t&&(yield t);this.log.last?.person&&(yield this.log.last.person)}word(e){let t=[e.locale,e.config.time_zone,this.locks];if(t.every((e,t)=>e===this.wordsOf[t]))return;this.wordsOf=t;let n=new Map(this.locks.map(e=>[e.device,e.name]));this.words={localize:Qe(e.locale.language),format:new mt(e),lockName:e=>n.size>1?n.get(e):void 0}}line(){let e=this.words.format,t=new Date,n=[this.log.records,e,e.dayKey(t),this.config];if(n.every((e,t)=>e===this.rowsFrom[t]))return;this.rowsFrom=n;let r=this.shows(`duress`)?this.log.records:this.log.records.filter(e=>e.alarm!==`duress`).map(Ut);this.rows=yt(r,e,t)}readPattern(e,t){if(this.view!==`pattern`||!t)return;let n=`${t} ${this.weeks} ${this.log.changes} ${this.log.last?.record_id??``}`;n!==this.patternShown&&(this.patternShown=n,e.callWS({type:`tuya_door_lock/pattern`,device_ids:t.split(` `),weeks:this.weeks}).then(({cells:e})=>{n===this.patternShown&&(this.cells=e,this.patternError=``)},e=>{n===this.patternShown&&(this.patternError=V(e)||`?`)}))}setFilter(e){this.filter=e,this.log.search(e)}async acknowledge(e){this.duressError=``;try{await this.hass.callService(`button`,`press`,{entity_id:e.acknowledge})}catch(e){this.duressError=V(e)||this.words.localize(`failed`)}}static{this.styles=[H,s`
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
      header {
        display: flex;
        align-items: center;
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
      .icon.on {
        color: var(--accent);
      }
      .last {
        display: flex;
        align-items: center;
        gap: 12px;
        flex: none;
        width: 100%;
        padding: 4px 16px 12px;
      }
      .last .disc {
        width: 48px;
        height: 48px;
        --mdc-icon-size: 26px;
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
      .name {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 1.3;
      }
      .banner {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 8px 12px;
        flex: none;
        margin: 0 12px 12px;
        padding: 10px 12px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--tone) 14%, transparent);
      }
      .banner > ha-icon {
        color: var(--tone);
      }
      .banner .text {
        flex: 1 1 160px;
      }
      .banner .action {
        margin-inline-start: auto;
      }
      search {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
        gap: 8px;
        flex: none;
        padding: 0 16px 8px;
      }
      .wide {
        grid-column: 1 / -1;
      }
      search p {
        margin: 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .link {
        color: color-mix(in srgb, var(--accent) 50%, var(--primary-text-color, #212121));
        text-decoration: underline;
      }
      tuya-door-lock-log {
        border-top: 1px solid var(--line);
      }
      tuya-door-lock-log[fill] {
        flex: 1;
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
        border-top: 1px solid var(--line);
      }
      .choice .field {
        width: auto;
        min-height: 32px;
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
    `]}};W([M({attribute:!1})],G.prototype,`hass`,void 0),W([M()],G.prototype,`layout`,void 0),W([N()],G.prototype,`config`,void 0),W([N()],G.prototype,`view`,void 0),W([N()],G.prototype,`isFiltering`,void 0),W([N()],G.prototype,`filter`,void 0),W([N()],G.prototype,`weeks`,void 0),W([N()],G.prototype,`cells`,void 0),W([N()],G.prototype,`patternError`,void 0),W([N()],G.prototype,`duressError`,void 0),W([N()],G.prototype,`turn`,void 0),W([Ve(`tuya-door-lock-details`)],G.prototype,`details`,void 0);function Wt(e){let t=e.attributes.friendly_name;return typeof t==`string`?t:e.entity_id}var K=class extends j{constructor(...e){super(...e),this.locks=[],this.saving=`no`,this.error=``,this.submit=async e=>{e.preventDefault();let t=this.row?.records[0];if(!t)return;let n=new FormData(e.target),r=e=>{let t=n.get(e);return typeof t==`string`?t.trim():``},i=r(`person`),a=r(`name`);this.saving=`saving`,this.error=``;try{await this.hass.callWS({type:`tuya_door_lock/name_credential`,device_id:t.device_id,method:t.method,slot:t.slot,...i?{person:i}:a&&{name:a}}),this.saving=`saved`}catch(e){this.saving=`form`,this.error=V(e)||this.words.localize(`failed`)}},this.close=()=>{this.dialog.close()},this.clicked=e=>{e.target===this.dialog&&this.close()}}async show(e){this.row=e,this.saving=`no`,this.error=``,this.kept=void 0,await this.updateComplete,this.dialog.open||this.dialog.showModal(),this.pictureNow(e)||await this.findPicture(e)}render(){let{row:e,words:t}=this;return w`
      <dialog
        aria-labelledby="title"
        @click=${this.clicked}
        @close=${()=>{this.row=void 0}}
      >
        ${e?w`
              <header role="none">
                <span class="disc ${Dt(e.records[0])}"><ha-icon .icon=${B(e.records[0])}></ha-icon></span>
                <span class="head">
                  <h2 id="title"><bdi>${Lt(t,e)}</bdi></h2>
                  <bdi class="quiet">${Rt(t,e)}</bdi>
                </span>
                <button class="icon" aria-label=${t.localize(`close`)} @click=${this.close}>
                  <ha-icon .icon=${`mdi:close`}></ha-icon>
                </button>
              </header>
              <div class="body">
                ${this.renderPicture(e)} ${e.records.length>1?this.renderRun(e):D}
                <dl>
                  ${this.facts(e.records[0]).map(([e,t])=>w`<div><dt>${e}</dt><dd><bdi>${t}</bdi></dd></div>`)}
                </dl>
                ${this.renderNaming(e.records[0])}
              </div>
            `:D}
      </dialog>
    `}lock(e){return this.locks.find(t=>t.device===e.device_id)}renderPicture(e){let t=this.pictureNow(e)??this.kept;return t?w`<img class="picture" src=${t} alt=${this.words.localize(`picture`)} />`:D}pictureNow(e){for(let t of e.records){let e=this.lock(t)?.picture;if((e&&this.hass.states[e]?.attributes.record_id)===t.record_id)return nt(this.hass,e)}}async findPicture(e){let t=e.records.find(e=>e.picture);if(t)try{let{url:n}=await this.hass.callWS({type:`tuya_door_lock/picture`,device_id:t.device_id,record_id:t.record_id});n&&this.row===e&&(this.kept=this.hass.hassUrl?.(n)??n)}catch{}}renderRun(e){let{words:t}=this;return w`
      <ul>
        ${e.records.map(e=>w`
            <li>
              <ha-icon class="quiet" .icon=${B(e)}></ha-icon>
              <bdi class="cut">${[Ft(t,e.alarm??`other`),U(t,e)].filter(Boolean).join(` · `)}</bdi>
              <span class="quiet">${t.format.time(new Date(e.occurred_at))}</span>
            </li>
          `)}
      </ul>
    `}facts(e){let{localize:t,format:n}=this.words,r=t(`yes`);return[[t(`time`),n.full(new Date(e.occurred_at))],[t(`lock`),this.lock(e)?.name],[t(`person`),e.participants.length?void 0:U(this.words,e)],[t(`participants`),e.participants.length?U(this.words,e):void 0],[t(`what`),e.alarm&&Ft(this.words,e.alarm)],[t(`method`),e.method&&Pt(this.words,e.method)],[t(`credential`),e.credential],[t(`slot`),e.slot===null?void 0:String(e.slot)],[t(`count`),e.count>1?n.number(e.count):void 0],[t(`late_long`),e.late?r:void 0],[t(`guess`),e.uncertain?r:void 0],[t(`duress_suspected`),e.duress_suspected?r:void 0],[t(`code`),e.code],[t(`record_id`),e.record_id]].filter(e=>!!e[1])}renderNaming(e){let{localize:t}=this.words;if(e.slot===null||e.method===null||!this.hass.user?.is_admin)return D;if(this.saving===`saved`)return w`<p role="status">${t(`saved`)}</p>`;if(this.saving===`no`)return w`<button class="action" @click=${()=>this.saving=`form`}>${t(`name_credential`)}</button>`;let n=this.people();return w`
      <form @submit=${this.submit} aria-labelledby="naming">
        <h3 id="naming">${t(`name_credential`)}</h3>
        <p class="quiet">${t(`name_hint`)}</p>
        ${n.length?w`
              <label>
                ${t(`person`)}
                <select class="field" name="person">
                  <option value="">${t(`no_person`)}</option>
                  ${n.map(t=>w`
                      <option value=${t.entity_id} ?selected=${t.entity_id===e.person}>
                        ${Wt(t)}
                      </option>
                    `)}
                </select>
              </label>
            `:D}
        <label>
          ${t(n.length?`or_name`:`name`)}
          <input class="field" name="name" maxlength="100" autocomplete="off" />
        </label>
        ${this.error?w`<p class="error" role="alert">${this.error}</p>`:D}
        <div class="buttons">
          <button type="button" class="action" @click=${()=>this.saving=`no`}>${t(`cancel`)}</button>
          <button class="action main" ?disabled=${this.saving===`saving`}>${t(`save`)}</button>
        </div>
      </form>
    `}people(){return Object.values(this.hass.states).filter(e=>e?.entity_id.startsWith(`person.`)??!1)}static{this.styles=[H,s`
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
      h2,
      h3 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .body {
        overflow-y: auto;
        padding: 0 20px 20px;
      }
      .picture {
        display: block;
        width: 100%;
        max-height: 320px;
        margin-bottom: 12px;
        border-radius: 12px;
        object-fit: contain;
        background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
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
      form {
        display: grid;
        gap: 12px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
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
    `]}};W([M({attribute:!1})],K.prototype,`hass`,void 0),W([M({attribute:!1})],K.prototype,`words`,void 0),W([M({attribute:!1})],K.prototype,`locks`,void 0),W([N()],K.prototype,`row`,void 0),W([N()],K.prototype,`saving`,void 0),W([N()],K.prototype,`error`,void 0),W([N()],K.prototype,`kept`,void 0),W([Ve(`dialog`)],K.prototype,`dialog`,void 0);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var Gt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Kt=e=>(...t)=>({_$litDirective$:e,values:t}),qt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Jt}=Ne,Yt=e=>e,Xt=()=>document.createComment(``),q=(e,t,n)=>{
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Jt(r.insertBefore(Xt(),i),r.insertBefore(Xt(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=Yt(e).nextSibling;Yt(r).insertBefore(e,i),e=t}}}return n},J=(e,t,n=e)=>(e._$AI(t,n),e),Zt={},Qt=(e,t=Zt)=>e._$AH=t,$t=e=>e._$AH,en=e=>{e._$AR(),e._$AA.remove()},tn=(e,t,n)=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},nn=Kt(class extends qt{constructor(e){if(super(e),e.type!==Gt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=$t(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=J(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=J(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=J(i[d],a[m]),q(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=J(i[f],a[p]),q(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=tn(o,p,m),u=tn(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=q(e,i[d]);J(t,a[p]),c[p]=t}else c[p]=J(n,a[p]),q(e,i[d],n),i[t]=null;p++}else en(i[f]),f--}else en(i[d]),d++;for(;p<=m;){let t=q(e,c[m+1]);J(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&en(e)}return this.ut=o,Qt(e,c),E}}),rn=`important`,an=` !`+rn,on=Kt(class extends qt{constructor(e){
/**
* @license
* Copyright 2018 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
if(super(e),e.type!==Gt.ATTRIBUTE||e.name!==`style`||e.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(e){return Object.keys(e).reduce((t,n)=>{let r=e[n];return r==null?t:t+`${n=n.includes(`-`)?n:n.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,`-$&`).toLowerCase()}:${r};`},``)}update(e,[t]){let{style:n}=e.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let e of this.ft)t[e]??(this.ft.delete(e),e.includes(`-`)?n.removeProperty(e):n[e]=null);for(let e in t){let r=t[e];if(r!=null){this.ft.add(e);let t=typeof r==`string`&&r.endsWith(an);e.includes(`-`)||t?n.setProperty(e,t?r.slice(0,-11):r,t?rn:``):n[e]=r}}return E}}),sn=class{constructor(){this.offsets=[0]}setHeights(e){let t=[0],n=0;for(let r of e)t.push(n+=r);this.offsets=t}get length(){return this.offsets.length-1}get height(){return this.offsets[this.length]}top(e){return this.offsets[e]??this.height}at(e){let t=0,n=Math.max(this.length-1,0);for(;t<n;){let r=t+n+1>>1;this.offsets[r]<=e?t=r:n=r-1}return t}range(e,t,n){return this.length?[Math.max(this.at(e)-n,0),Math.min(this.at(t)+1+n,this.length)]:[0,0]}},Y=36,cn=56,ln=448,un=6,dn=1e3,X=class extends j{constructor(...e){super(...e),this.rows=[],this.hasMore=!1,this.fill=!1,this.from=0,this.to=0,this.windowing=new sn,this.look=()=>{let{scroller:e}=this;if(!e)return;this.measure(e.scrollTop);let t=this.windowing.height-e.scrollTop-e.clientHeight;this.hasMore&&t<dn&&this.dispatchEvent(new CustomEvent(`more`))},this.keyPressed=e=>{let t=this.rows.flatMap((e,t)=>e.type===`records`?[t]:[]),n=t.findIndex(e=>this.rows[e]?.key===this.active),r={ArrowDown:n+1,ArrowUp:n-1,Home:0,End:t.length-1}[e.key];if(r===void 0)return;e.preventDefault();let i=t[Math.min(Math.max(r,0),t.length-1)];i!==void 0&&this.focusRow(i)}}connectedCallback(){super.connectedCallback(),this.watcher=new ResizeObserver(()=>{this.look()}),this.watcher.observe(this)}disconnectedCallback(){super.disconnectedCallback(),this.watcher?.disconnect()}willUpdate(e){if(!e.has(`rows`))return;let t=e.get(`rows`)??[],n=this.scroller?.scrollTop??0;if(n>0){let e=this.windowing.at(n),r=t[e]?.key;this.anchor=r===void 0?void 0:{key:r,offset:n-this.windowing.top(e)}}this.windowing.setHeights(this.rows.map(e=>e.type===`day`?Y:cn)),this.rows.some(e=>e.key===this.active)||(this.active=this.rows.find(e=>e.type===`records`)?.key),this.measure(n)}updated(e){if(!e.has(`rows`))return;let{anchor:t,scroller:n}=this;if(this.anchor=void 0,t&&n){let e=this.rows.findIndex(e=>e.key===t.key);n.scrollTop=e<0?0:this.windowing.top(e)+t.offset}this.look()}render(){let{rows:e,windowing:t}=this,n=e.slice(this.from,this.to).map((e,t)=>({row:e,index:this.from+t})),r=e.findIndex(e=>e.key===this.active);return r>=0&&(r<this.from||r>=this.to)&&n.push({row:e[r],index:r}),w`
      <div
        class="scroller"
        style=${on({height:this.fill?void 0:`${Math.min(t.height,ln)}px`})}
        @scroll=${this.look}
        @keydown=${this.keyPressed}
      >
        <div class="day now cut" aria-hidden="true">${this.dayAtTop()}</div>
        <div
          class="all"
          role="list"
          aria-label=${this.words.localize(`records`)}
          style=${on({height:`${t.height}px`})}
        >
          ${nn(n,({row:e})=>`${e.type} ${e.key}`,({row:e,index:t})=>this.renderRow(e,t))}
        </div>
      </div>
    `}renderRow(e,t){return w`
      <div
        class="row"
        role="listitem"
        aria-posinset=${t+1}
        aria-setsize=${this.hasMore?-1:this.rows.length}
        style=${on({transform:`translateY(${this.windowing.top(t)}px)`})}
      >
        ${e.type===`day`?w`<div class="day cut" role="heading" aria-level="3">${e.label}</div>`:this.renderRecords(e)}
      </div>
    `}renderRecords(e){let{words:t}=this,[n]=e.records,r=Rt(t,e);return w`
      <button
        class="record"
        data-key=${e.key}
        tabindex=${e.key===this.active?0:-1}
        @click=${()=>{this.choose(e)}}
      >
        <span class="disc ${Dt(n)}"><ha-icon .icon=${B(n)}></ha-icon></span>
        <span class="text">
          <bdi class="cut">${Lt(t,e)}</bdi>
          ${r?w`<bdi class="cut quiet">${r}</bdi>`:D}
        </span>
        <span class="end">
          <span class="time">${t.format.time(new Date(n.occurred_at))}</span>
          <span class="marks quiet">
            ${e.records.some(e=>e.picture)?w`<ha-icon .icon=${`mdi:camera`} role="img" aria-label=${t.localize(`picture`)}></ha-icon>`:D}
            ${n.duress_suspected?w`<ha-icon .icon=${`mdi:alert`} role="img" aria-label=${t.localize(`duress_suspected`)}></ha-icon>`:D}
            ${n.late?w`<span class="late">${t.localize(`late`)}</span>`:D}
          </span>
        </span>
      </button>
    `}dayAtTop(){let e=this.windowing.at(Math.max(this.scroller?.scrollTop??0,0));for(let t=e;t>=0;t--){let e=this.rows[t];if(e?.type===`day`)return e.label}return``}choose(e){this.active=e.key,this.dispatchEvent(new CustomEvent(`record-chosen`,{detail:e}))}measure(e){let t=this.scroller?.clientHeight||ln;[this.from,this.to]=this.windowing.range(e,e+t,un)}async focusRow(e){let{scroller:t,windowing:n}=this,r=this.rows[e];if(!t||!r)return;this.active=r.key;let i=n.top(e),a=i+cn;i-Y<t.scrollTop?t.scrollTop=i-Y:a>t.scrollTop+t.clientHeight&&(t.scrollTop=a-t.clientHeight),this.look(),await this.updateComplete,this.renderRoot.querySelector(`button[data-key="${CSS.escape(r.key)}"]`)?.focus({preventScroll:!0})}static{this.styles=[H,s`
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
      .all {
        position: relative;
      }
      .row {
        position: absolute;
        inset-inline: 0;
        top: 0;
        contain: layout style;
      }
      .day {
        height: ${Y}px;
        padding: 0 16px;
        font-size: var(--ha-font-size-s, 12px);
        font-weight: 500;
        line-height: ${Y}px;
        color: var(--quiet);
      }
      .now {
        position: sticky;
        z-index: 1;
        top: 0;
        margin-bottom: -${Y}px;
        background: var(--ha-card-background, var(--card-background-color, #fff));
      }
      .record {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        height: ${cn}px;
        padding: 0 16px;
      }
      .record:hover {
        background: color-mix(in srgb, var(--primary-text-color, #212121) 4%, transparent);
      }
      .text,
      .end {
        display: flex;
        flex-direction: column;
        min-width: 0;
      }
      .text {
        align-items: flex-start;
        flex: 1;
      }
      .text > * {
        max-width: 100%;
      }
      .text .quiet,
      .marks {
        font-size: var(--ha-font-size-s, 12px);
      }
      .end {
        align-items: flex-end;
        flex: none;
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
    `]}};W([M({attribute:!1})],X.prototype,`rows`,void 0),W([M({attribute:!1})],X.prototype,`words`,void 0),W([M({type:Boolean})],X.prototype,`hasMore`,void 0),W([M({type:Boolean,reflect:!0})],X.prototype,`fill`,void 0),W([N()],X.prototype,`from`,void 0),W([N()],X.prototype,`to`,void 0),W([N()],X.prototype,`active`,void 0),W([Ve(`.scroller`)],X.prototype,`scroller`,void 0);var Z=20,Q=24,fn=54,pn=6,mn=538,hn=196,gn=[`var(--graph-color-1, #4269d0)`,`var(--graph-color-2, #f4bd4a)`,`var(--graph-color-3, #ff725c)`,`var(--graph-color-4, #6cc5b0)`,`var(--graph-color-5, #a463f2)`,`var(--graph-color-6, #ff8ab7)`],_n=`var(--disabled-text-color, #9e9e9e)`;function vn(e,t){let n=new Map,r=new Map;for(let i of e){let e=i.user??t,a=i.weekday*24+i.hour,o=n.get(a);o||n.set(a,o={weekday:i.weekday,hour:i.hour,count:0,shares:[]}),o.count+=i.count,o.shares.push({user:e,count:i.count}),r.set(e,(r.get(e)??0)+i.count)}return{spots:[...n.values()].sort((e,t)=>e.weekday-t.weekday||e.hour-t.hour),users:[...r].map(([e,t])=>({user:e,count:t})).sort((e,t)=>t.count-e.count)}}function yn(e,t,n,r,i){let a=r=>{let i=2*Math.PI*(r-.25);return`${(e+n*Math.cos(i)).toFixed(2)} ${(t+n*Math.sin(i)).toFixed(2)}`};return`M${e} ${t}L${a(r)}A${n} ${n} 0 ${+(i-r>.5)} 1 ${a(i)}Z`}var $=class extends j{constructor(...e){super(...e),this.cells=[],this.spots=[],this.users=[]}willUpdate(e){if(!e.has(`cells`)&&!e.has(`words`))return;let{spots:t,users:n}=vn(this.cells,this.words.localize(`unknown`));this.spots=t,this.users=n,this.chosen=void 0,n.some(({user:e})=>e===this.only)||(this.only=void 0)}render(){let{format:e,localize:t}=this.words,n=Array.from({length:7},(t,n)=>(n+e.firstWeekday)%7),r=Math.max(...this.spots.map(e=>e.count),1);return w`
      <svg viewBox="0 0 ${mn} ${hn}" role="img" aria-label=${t(`pattern_label`)}>
        ${n.map((t,n)=>{let r=pn+n*Q+Q/2;return T`
            <line x1=${fn} x2=${534} y1=${r} y2=${r}></line>
            <text x=${46} y=${r} class="weekday">${e.weekday(t,`short`)}</text>
          `})}
        ${[0,6,12,18].map(t=>T`<text x=${this.x(t)} y=${190} class="hour">${e.hour(t)}</text>`)}
        ${this.spots.map(e=>this.renderSpot(e,n.indexOf(e.weekday),r))}
      </svg>
      <p class="said quiet" aria-live="polite">
        <bdi>${this.chosen?this.say(this.chosen):this.spots.length?t(`pattern_hint`):t(`pattern_empty`)}</bdi>
      </p>
      <div class="legend" role="group" aria-label=${t(`person`)}>
        ${this.users.map(({user:t,count:n})=>w`
            <button
              aria-pressed=${this.only===t}
              class=${this.only!==void 0&&this.only!==t?`off`:``}
              @click=${()=>{this.only=this.only===t?void 0:t}}
            >
              <i style="background:${this.color(t)}"></i><bdi>${t}</bdi>
              <span class="quiet">${e.number(n)}</span>
            </button>
          `)}
      </div>
      <ul class="unseen" aria-label=${t(`pattern_label`)}>
        ${this.spots.map(e=>w`<li>${this.say(e)}</li>`)}
      </ul>
    `}renderSpot(e,t,n){let r=e.shares.filter(({user:e})=>this.only===void 0||e===this.only),i=r.reduce((e,t)=>e+t.count,0);if(!i)return D;let a=this.x(e.hour),o=pn+t*Q+Q/2,s=Math.max((Z/2-1)*Math.sqrt(i/n),2),c=0;return T`
      <g class="spot" @click=${()=>this.chosen=e} @pointerenter=${()=>this.chosen=e}>
        <rect x=${a-Z/2} y=${o-Q/2} width=${Z} height=${Q}></rect>
        ${r.length===1?T`<circle cx=${a} cy=${o} r=${s} style="fill:${this.color(r[0].user)}"></circle>`:r.map(e=>{let t=c;return c+=e.count/i,T`<path d=${yn(a,o,s,t,c)} style="fill:${this.color(e.user)}"></path>`})}
      </g>
    `}say(e){let{format:t,localize:n}=this.words;return n(`pattern_spot`,{weekday:t.weekday(e.weekday,`long`),hour:t.hour(e.hour),people:e.shares.map(({user:e,count:n})=>`${e} ${t.number(n)}`).join(`, `)})}x(e){return fn+e*Z+Z/2}color(e){return gn[this.users.findIndex(t=>t.user===e)]??_n}static{this.styles=[H,s`
      :host {
        display: block;
        overflow: auto;
        padding: 4px 16px 12px;
      }
      svg {
        display: block;
        width: 100%;
        /* Time runs to the right, as in all charts of Home Assistant. */
        direction: ltr;
      }
      line {
        stroke: var(--line);
        stroke-width: 1;
      }
      text {
        fill: var(--quiet);
        font-size: 11px;
      }
      .weekday {
        text-anchor: end;
        dominant-baseline: central;
      }
      .hour {
        text-anchor: middle;
      }
      rect {
        fill: transparent;
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
      .legend .off {
        opacity: 0.5;
      }
      .legend i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
      @container (max-width: 400px) {
        text {
          font-size: 15px;
        }
      }
    `]}};W([M({attribute:!1})],$.prototype,`cells`,void 0),W([M({attribute:!1})],$.prototype,`words`,void 0),W([N()],$.prototype,`only`,void 0),W([N()],$.prototype,`chosen`,void 0),customElements.get(`tuya-door-lock-card`)||(customElements.define(`tuya-door-lock-details`,K),customElements.define(`tuya-door-lock-log`,X),customElements.define(`tuya-door-lock-pattern`,$),customElements.define(it,G),(window.customCards??=[]).push({type:it,name:`Tuya Door Lock`,get description(){return Qe(document.documentElement.lang||`en`)(`card_description`)},documentationURL:e,preview:!0,getEntitySuggestion:ut}));
"""The forms of the options about hints, and what they show."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.loader import async_get_loaded_integration

from ..api.data_centers import custom_message_url
from ..api.message_service import MessageEnvironment, MessageServiceState
from ..const import (
    CONF_HINT_ENTITIES,
    CONF_LISTEN_TUYA,
    CONF_MESSAGE_SERVICE,
    CONF_MESSAGE_URL,
    DOMAIN,
    MESSAGES_OFF,
)
from ..helpers import async_selector_texts
from .hint_sources.message_listener import async_message_session, message_service
from .hint_sources.tuya_integration import TuyaCase

CONF_LOCK: Final = "lock"

TUYA_INTEGRATION_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_LISTEN_TUYA, default=False): BooleanSelector()}
)
_MESSAGE_SELECTOR: Final = SelectSelector(
    SelectSelectorConfig(
        options=[MESSAGES_OFF, MessageEnvironment.TEST, MessageEnvironment.PRODUCTION],
        mode=SelectSelectorMode.LIST,
        translation_key=CONF_MESSAGE_SERVICE,
    )
)

type Answers = Mapping[MessageEnvironment, MessageServiceState]


def lock_schema(names: Mapping[str, str]) -> vol.Schema:
    """Return a form that asks which lock, by Tuya's ids and the names of the locks."""
    return vol.Schema(
        {
            vol.Required(CONF_LOCK, default=next(iter(names), "")): SelectSelector(
                SelectSelectorConfig(
                    options=[
                        SelectOptionDict(value=lock_id, label=name)
                        for lock_id, name in names.items()
                    ],
                    mode=SelectSelectorMode.LIST,
                )
            )
        }
    )


@callback
def async_entities_schema(hass: HomeAssistant) -> vol.Schema:
    """Return a form that asks for entities, but for those that change with each look."""
    own = [
        entity_id
        for entity_id, entity in er.async_get(hass).entities.items()
        if entity.platform == DOMAIN
    ]
    return vol.Schema(
        {
            vol.Optional(CONF_HINT_ENTITIES): EntitySelector(
                EntitySelectorConfig(multiple=True, exclude_entities=own)
            )
        }
    )


async def async_tuya_cases(
    hass: HomeAssistant, cases: Iterable[tuple[str, TuyaCase]]
) -> str:
    """Return a list of the locks, and what Home Assistant's Tuya integration does."""
    texts = await async_selector_texts(hass, "tuya_case")
    return "\n".join(f"- **{name}**: {texts[case]}" for name, case in cases)


async def async_try_environments(
    hass: HomeAssistant, entry: ConfigEntry, url: str | None
) -> Answers:
    """Return what each environment of a project answers to a connection."""
    environments = list(MessageEnvironment)
    session = async_message_session(hass, auto_cleanup=False)
    try:
        states = await asyncio.gather(
            *(
                message_service(session, entry, environment, url=url).probe()
                for environment in environments
            )
        )
    finally:
        session.detach()
    return dict(zip(environments, states, strict=True))


async def async_answers(hass: HomeAssistant, answers: Answers) -> dict[str, str]:
    """Return the texts that a form has about what the environments have answered."""
    texts = await async_selector_texts(hass, "message_state")
    integration = async_get_loaded_integration(hass, DOMAIN)
    return {
        "test": texts[answers[MessageEnvironment.TEST]],
        "production": texts[answers[MessageEnvironment.PRODUCTION]],
        "guide_url": f"{integration.documentation}/blob/main/docs/push.md",
    }


def message_schema(answers: Answers) -> vol.Schema:
    """Return a form that suggests an environment that works, the test one first."""
    suggested = next(
        (
            environment.value
            for environment in (MessageEnvironment.TEST, MessageEnvironment.PRODUCTION)
            if answers[environment] is MessageServiceState.CONNECTED
        ),
        MESSAGES_OFF,
    )
    return vol.Schema(
        {
            vol.Required(CONF_MESSAGE_SERVICE, default=suggested): _MESSAGE_SELECTOR,
            vol.Optional(CONF_MESSAGE_URL): TextSelector(
                TextSelectorConfig(type=TextSelectorType.URL)
            ),
        }
    )


def message_errors(user_input: dict[str, Any]) -> dict[str, str]:
    """Return errors by field; put a valid address into its plain form."""
    if address := user_input.get(CONF_MESSAGE_URL):
        try:
            user_input[CONF_MESSAGE_URL] = custom_message_url(address)
        except ValueError:
            return {CONF_MESSAGE_URL: "invalid_message_url"}
    return {}


def answer_errors(user_input: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """Return errors by field: the chosen environment has to answer."""
    chosen = user_input[CONF_MESSAGE_SERVICE]
    if chosen == MESSAGES_OFF:
        return {}
    if answers[MessageEnvironment(chosen)] is MessageServiceState.CONNECTED:
        return {}
    return {CONF_MESSAGE_SERVICE: "messages_not_connected"}

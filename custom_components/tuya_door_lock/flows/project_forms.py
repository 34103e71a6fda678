"""What the setup of a project asks for."""

from typing import Final

import voluptuous as vol

from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..api.data_centers import BUSINESS_DATA_CENTERS, DataCenter
from ..const import (
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    CONF_DATA_CENTER,
    CUSTOM_DATA_CENTER,
)

_SECRET_SELECTOR: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_ID_SELECTOR: Final = TextSelector(TextSelectorConfig(autocomplete="off"))
_DATA_CENTER_SELECTOR: Final = SelectSelector(
    SelectSelectorConfig(
        options=[
            *(each for each in DataCenter if each not in BUSINESS_DATA_CENTERS),
            *sorted(BUSINESS_DATA_CENTERS),
            CUSTOM_DATA_CENTER,
        ],
        mode=SelectSelectorMode.DROPDOWN,
        translation_key=CONF_DATA_CENTER,
    )
)
USER_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_ID): _ID_SELECTOR,
        vol.Required(CONF_ACCESS_SECRET): _SECRET_SELECTOR,
        vol.Required(CONF_DATA_CENTER): _DATA_CENTER_SELECTOR,
    }
)
RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_ID): _ID_SELECTOR,
        vol.Optional(CONF_ACCESS_SECRET): _SECRET_SELECTOR,
        vol.Required(CONF_DATA_CENTER): _DATA_CENTER_SELECTOR,
    }
)
CUSTOM_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BASE_URL): TextSelector(
            TextSelectorConfig(type=TextSelectorType.URL)
        )
    }
)
REAUTH_SCHEMA: Final = vol.Schema({vol.Required(CONF_ACCESS_SECRET): _SECRET_SELECTOR})
REAUTH_ID_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_ID): _ID_SELECTOR,
        vol.Optional(CONF_ACCESS_SECRET): _SECRET_SELECTOR,
    }
)

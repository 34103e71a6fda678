# Home Assistant 2026.10 replaced voluptuous by probatio, older ones have no probatio.
# The code imports voluptuous, which works on all of them; mypy sees what the newest one runs.
from probatio import *

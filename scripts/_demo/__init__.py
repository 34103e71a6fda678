"""A Home Assistant with simulated locks, behind `scripts/demo` and `scripts/develop`."""

"""Smart plugs: listener, decoders, a household's routine, device health."""

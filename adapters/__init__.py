"""The wires to the outside: settings, Temporal, the store, mail, files. They read the settings and do not know each other."""

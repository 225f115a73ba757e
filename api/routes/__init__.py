"""The routes, one file a topic; each says who may call it."""

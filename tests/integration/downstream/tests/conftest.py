from hypothesis import settings

# Generating datasets takes long, and these tests do not measure time.
settings.register_profile("roll-call", deadline=None, max_examples=20)
settings.load_profile("roll-call")

from hypothesis import settings

# Whole datasets take their time to be made; how fast that goes is not what these tests are about.
settings.register_profile("roll-call", deadline=None, max_examples=20)
settings.load_profile("roll-call")

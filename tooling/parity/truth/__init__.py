"""What Keras computes, written down so that TypeScript tests need no Python."""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

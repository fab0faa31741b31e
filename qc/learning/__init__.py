"""How an ensemble is made and served. Only the training modules import torch; `ensemble` serves without it."""

"""Protection of personal data: who may export, erase and keep it, the register of it, and forgetting in time."""

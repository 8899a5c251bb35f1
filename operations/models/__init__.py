"""What the installation remembers of itself: copies that were made, drills, and signs of life."""

from operations.models.backups import BackupRun, DrillRun
from operations.models.heartbeats import Heartbeat

__all__ = ["BackupRun", "DrillRun", "Heartbeat"]

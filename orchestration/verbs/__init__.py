"""What crosses stages: each verb is plain Python over the lake, called by the command and by the review desk."""

"""Every chart on one page with typical and with awkward data, to be looked at."""

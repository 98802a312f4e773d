"""The local engine: a timeline played from files of this machine with FFmpeg."""

"""What a newcomer starts with: a codebook of one's own, and a folder to work in."""

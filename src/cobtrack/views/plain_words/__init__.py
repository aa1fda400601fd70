"""What is said in plain words: the child-friendly edition, the key messages, and the cards to share."""

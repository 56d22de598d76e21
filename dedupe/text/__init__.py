"""Views of a text, folding, words and sentences, always with offsets into the original."""

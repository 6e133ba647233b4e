"""Words and their layout: templates become cards, texts and spoken steps."""

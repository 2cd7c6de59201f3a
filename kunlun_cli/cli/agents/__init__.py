"""kunlun's tools for agents: what they may read, what they are answered, and the server that offers them."""

"""The language-model coder: any server with the OpenAI chat API, asked once, replayed from kept answers."""

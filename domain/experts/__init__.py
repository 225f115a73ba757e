"""Expert panels (专家评审): who judges by which criteria until when, and what the scores come to."""

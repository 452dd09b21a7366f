"""Pure mathematics: numbers in, numbers out; knows nothing of Kaizen."""

"""Orders to and questions about things that hold a number, a text, a time or an option, or are pressed."""

"""The French of every sentence: catalogues, and the means to keep them whole."""

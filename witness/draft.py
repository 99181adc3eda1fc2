def draft(file, python, runs): raise NotImplementedError

"""What Relato does, one verb a file. Every verb can be stopped anywhere and begun again: the state is in the database."""

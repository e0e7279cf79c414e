"""Stories as people work on them: texts made of blocks that cite their segments, versions, roles, comments, signatures."""

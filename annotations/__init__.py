"""What is said about a text: the records of the field, the rules computed from them alone, the Label Studio round trip."""

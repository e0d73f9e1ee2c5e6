"""People: their needs and risks, stratified; nothing but released tables leaves this room."""

"""Reports in the formats of others, as plain data and text: SARIF, JUnit, GitHub annotations, GitLab code quality."""

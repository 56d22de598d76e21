"""The report page: what clustering found and what each version says, as one HTML file to read and keep.

`overview` counts the corpus, `reading` lays out a cluster, both as plain lists and dictionaries;
`document` puts them into the template beside the styles and the scripts of this folder.
"""

from dedupe.report.page.document import write_page

__all__ = ["write_page"]

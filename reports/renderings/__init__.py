"""One tree, five renderings: mail, text, PDF, workbook and the charts; the page is the sixth to print from it.

No rendering adds a number: what it counts by itself (rows left out) is a `Count`, marked as such.
"""

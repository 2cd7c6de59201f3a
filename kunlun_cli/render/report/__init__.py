"""A filing as one HTML page that needs nothing else: tables, bars, and pictures of where figures stand."""

from kunlun_cli.render.report.page import Content, report_html

__all__ = ["Content", "report_html"]

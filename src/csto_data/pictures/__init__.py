"""Pictures: days and answers as marks, drawn as SVG or described for Vega-Lite."""

"""守望 (Shouwang): a county's dashboard on the prevention of return to poverty (县域防返贫监测看板)."""

__version__ = "0.1.0"

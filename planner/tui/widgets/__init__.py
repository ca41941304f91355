"""The widgets: each paints whole lines from values and keeps none of its own."""

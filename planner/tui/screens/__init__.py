"""The screens: each turns keys into acts upon its state and paints it."""

"""What the budgets of the design are measured with; nothing here asserts a time."""

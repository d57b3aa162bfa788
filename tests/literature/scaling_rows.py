"""What the model of lesson 16 says beside what was published."""

ROWS = []  # TODO: findings that the model was not built on, misses with their reasons
NOT_ASKED = {}  # TODO: for each fact of the topic that no row asks, the reason

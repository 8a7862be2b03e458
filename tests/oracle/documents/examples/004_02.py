class SensorValue:
    def __init__(self, value, tolerance):
        self.value = int(value)
        self.tolerance = int(tolerance)
    def __eq__(self, other):
        # Equality within tolerance
        return abs(self.value - other.value)

"""The States of the world, their codes and their names."""

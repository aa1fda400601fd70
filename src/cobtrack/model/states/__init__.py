"""The States of the UN, by codes and by every name that UN systems have for them."""

"""The whole site: `build` puts its files together, `folder` compares them with a folder that was published before."""

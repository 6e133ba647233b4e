"""The officials' edge: routes, console pages, task pages, outgoing webhooks."""

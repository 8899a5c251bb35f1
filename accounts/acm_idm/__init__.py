"""Signing in through ACM/IDM, the access management of the Flemish government, by OpenID Connect.

`provider` asks and checks the token, `rights` reads what its claims are worth here, `actions` gives and takes the
membership that follows, `views` are the two addresses. Configured from the environment only (docs/operations.md); any
provider of OpenID Connect with these claims will do.
"""

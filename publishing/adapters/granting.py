"""Who asks Google, and what gives him what he lacks: for the sentences of a preflight (I-14)."""

from __future__ import annotations

from google.auth import exceptions as auth_errors


def member(credentials: object) -> str:
    """The account as IAM names it; `serviceAccount:ACCOUNT` where it is not known."""
    for kind, name in (("serviceAccount", "service_account_email"), ("user", "account")):
        account = getattr(credentials, name, None)
        # The metadata server's account is called "default" until it was asked.
        if isinstance(account, str) and "@" in account:
            return f"{kind}:{account}"
    return "serviceAccount:ACCOUNT"


def grant(command: str, who: str, role: str) -> str:
    """The command with which the account gets the role, as in `gcloud pubsub topics …`."""
    return f"{command} --member={who} --role={role}"


def trouble(problem: BaseException) -> str:
    """The problem in one line; without credentials also the command that gets some."""
    text = str(problem).partition("\n")[0]
    said = f"{type(problem).__name__}: {text}".rstrip(": ")
    if isinstance(problem, auth_errors.DefaultCredentialsError | auth_errors.RefreshError):
        return f"{said}: gcloud auth application-default login, or GOOGLE_APPLICATION_CREDENTIALS"
    if isinstance(problem, OSError) and "Project was not passed" in text:
        return f"{said} Write GOOGLE_CLOUD_PROJECT=PROJECT into the environment"
    return said

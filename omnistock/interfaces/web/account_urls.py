"""Those of allauth's pages that are offered here; several addresses of a person, codes by mail and the like are not."""

from __future__ import annotations

from allauth.account import views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path, re_path
from django.views.generic import RedirectView

from omnistock.interfaces.web import sign_up

ACCOUNT_SECURITY = RedirectView.as_view(pattern_name="account-security")

urlpatterns = [
    path("signup/", sign_up.sign_up, name="account_signup"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    # Second factors. allauth leads back to pages of its own: here they are one page, our own.
    path("2fa/", ACCOUNT_SECURITY, name="mfa_index"),
    path("2fa/keys/", ACCOUNT_SECURITY, name="mfa_list_webauthn"),
    path("2fa/authenticate/", factor_views.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/removal/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/passkeys/new/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/<int:pk>/removal/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/passkeys/confirmation/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("login/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
]

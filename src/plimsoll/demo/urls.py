"""Signing in as an invented worker, in the demonstration alone."""

from django.urls import path

from plimsoll.demo import views

app_name = "demo"
urlpatterns = [path("sign-in/", views.sign_in, name="sign_in")]

@echo off
rem Ouvre geo-ent dans le navigateur. Fermer cette fenetre arrete geo-ent.
title geo-ent
"%~dp0geo-ent.exe" app %*
if errorlevel 1 pause

@echo off
rem Ouvre geo-ent dans le navigateur. Fermer cette fenetre arrete geo-ent.
title geo-ent
rem Ouvert depuis l'interieur du zip, ce fichier est seul.
if not exist "%~dp0geo-ent.exe" (
  echo Sortez d'abord tout le dossier du zip : clic droit sur le zip, puis Extraire tout.
  pause
  exit /b 1
)
"%~dp0geo-ent.exe" app %*
if errorlevel 1 pause

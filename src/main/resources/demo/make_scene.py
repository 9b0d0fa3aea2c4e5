# SPDX-License-Identifier: Apache-2.0
"""Builds the small scene of the demonstration: ten frames in which a cube tumbles past a ring and changes its colour.

    blender -b --factory-startup --python make_scene.py -- <out.blend>

It renders in a second or two on any processor: Cycles, since that needs no display, few samples, and no denoising,
which not every Blender has.
"""

import math
import os
import sys

import bpy

FRAMES = 10


def material(name, colour):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    made.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = colour
    return made


def keyframe(target, path, values):
    """One value for the first frame and one for the last."""
    for frame, value in zip((1, FRAMES), values):
        setattr(target, path, value)
        target.keyframe_insert(data_path=path, frame=frame)


def build(scene):
    for leftover in list(bpy.data.objects):
        bpy.data.objects.remove(leftover, do_unlink=True)

    bpy.ops.mesh.primitive_plane_add(size=30, location=(0, 0, -1))
    bpy.context.object.data.materials.append(material("floor", (0.8, 0.75, 0.65, 1)))

    bpy.ops.mesh.primitive_torus_add(location=(0, 1, 0.6), rotation=(math.pi / 2, 0, 0), major_radius=1.6, minor_radius=0.3)
    bpy.context.object.data.materials.append(material("ring", (0.05, 0.2, 0.6, 1)))

    bpy.ops.mesh.primitive_cube_add(size=1.2)
    cube = bpy.context.object
    skin = material("cube", (0.8, 0.1, 0.05, 1))
    cube.data.materials.append(skin)
    keyframe(cube, "location", ((-3, -0.5, 0), (3, -0.5, 0)))
    keyframe(cube, "rotation_euler", ((0, 0, 0), (0, math.pi, math.pi / 2)))
    colour = skin.node_tree.nodes["Principled BSDF"].inputs["Base Color"]
    keyframe(colour, "default_value", ((0.8, 0.1, 0.05, 1), (0.95, 0.7, 0.05, 1)))

    bpy.ops.object.light_add(type="SUN", rotation=(math.radians(50), 0, math.radians(30)))
    bpy.context.object.data.energy = 4

    bpy.ops.object.camera_add(location=(0, -11, 4), rotation=(math.radians(73), 0, 0))
    scene.camera = bpy.context.object


def settle(scene):
    scene.frame_start = 1
    scene.frame_end = FRAMES
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = 4
    scene.cycles.use_denoising = False
    scene.render.resolution_x = 320
    scene.render.resolution_y = 180
    scene.render.resolution_percentage = 100
    scene.render.fps = 10
    scene.render.image_settings.file_format = "PNG"


def main():
    arguments = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
    if len(arguments) != 1:
        sys.exit("make_scene.py needs one argument behind --: the .blend file to write")
    scene = bpy.context.scene
    build(scene)
    settle(scene)
    bpy.ops.wm.save_as_mainfile(filepath=os.path.abspath(arguments[0]))


main()
